use std::fmt;

use graph_runtime::{
    Guid,
    codec::{Decoded, EnumSyntax, JsonError, JsonReader, JsonWriter, UrlLiteral, Value},
};

/// The id of a product, plan or object. Generated code uses this type for `Edm.Guid`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Id(Guid);

impl From<Guid> for Id {
    fn from(guid: Guid) -> Self {
        Self(guid)
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Value for Id {
    fn read(json: &mut JsonReader<'_>) -> Result<Decoded<Self>, JsonError> {
        Ok(match json.read::<Guid>()? {
            Decoded::Misfit => json.misfit("the id of a product or plan"),
            read => read.map(Self),
        })
    }

    fn write(&self, json: &mut JsonWriter) {
        json.write(&self.0);
    }
}

/// For keys, conditions, orders and arguments of functions.
impl UrlLiteral for Id {
    fn write_literal(&self, form: EnumSyntax, out: &mut String) {
        self.0.write_literal(form, out);
    }
}
