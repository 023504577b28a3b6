graph_macros::graph! {
    metadata: "documents/queries.csdl",
    select: ["/**", "**"],
}

use graph::{AssignedLicense, Colour, User};
use graph_runtime::{
    DateTimeOffset, Member,
    codegen::{Property, property},
};

const CREATED_DATE_TIME: Property<User, DateTimeOffset> = property("createdDateTime");
const COLOUR: Property<User, Member<Colour>> = property("colour");

fn main() {
    let _ = User::ACCOUNT_ENABLED.eq("true");
    let _ = CREATED_DATE_TIME.gt("2026-01-31T00:00:00Z");
    let _ = AssignedLicense::SKU_ID.eq("00000000-0000-0000-0000-000000000000");
    let _ = COLOUR.eq("red");
}
