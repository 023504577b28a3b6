//! Committed code that was generated for another version of the runtime: one error, with the line that says so.

mod graph {
    use ::graph_runtime::codegen::version_0_9 as rt; // for graph-runtime 0.9: with another version, generate this code again

    pub struct Item {
        pub id: Option<String>,
        pub other: Option<rt::Object<self::deep::Other>>,
    }

    pub struct ItemRequestBuilder(rt::Resource);

    impl ItemRequestBuilder {
        pub fn get(&self) -> rt::Get<Item> {
            rt::get(&self.0)
        }
    }

    impl rt::Structured for Item {
        const TYPE_NAME: &'static str = "n.item";

        fn something_new(&self, to: &mut rt::Something) {
            to.put(&self.id);
        }
    }

    pub mod deep {
        use super::rt;

        pub struct Other {
            pub id: Option<rt::Guid>,
        }

        impl rt::Structured for Other {
            const TYPE_NAME: &'static str = "n.deep.other";
        }
    }
}

fn main() {
    let _: graph::Item;
}
