graph_macros::graph! {
    metadata: "documents/keys.csdl",
    select: ["/guids/{id}#GET", "/int32s/{id}#GET", "/strings/{id}#GET", "/genres/{id}#GET"], allow_warnings: true,
}

fn main() {
    let client = graph_runtime::Client::builder().build().unwrap();
    let service = graph::Store::new(client);
    service.guids().by_id("06ebc4ee-1bb5-47dd-8120-11324bc54e06");
    service.int32s().by_id("1");
    service.strings().by_id(1);
    service.genres().by_id("Fact");
}
