//! Mistakes of extensions: each error says which hook of which element is wrong.

use graph_codegen::{
    Builder,
    extension::{Extension, ExtensionFile, Item, View, proc_macro2::TokenStream, quote::quote},
};

const SERVICE: &str = r#"<Schema Namespace="s" xmlns="http://docs.oasis-open.org/odata/ns/edm">
<EntityType Name="order"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Guid" Nullable="false"/></EntityType>
<EntityContainer Name="shop"><EntitySet Name="orders" EntityType="s.order"/></EntityContainer></Schema>"#;

/// An extension that makes the mistake of this name.
struct Mistaken(&'static str);

impl Extension for Mistaken {
    fn map_type(&self, qualified_name: &str) -> Option<TokenStream> {
        (self.0 == "map_type" && qualified_name == "Edm.Guid").then(|| quote! { crate::Id + 1 })
    }

    fn attributes(&self, _: View<'_>, item: Item<'_>) -> Vec<TokenStream> {
        match item {
            Item::Field(..) if self.0 == "attributes" => vec![quote! { must_use }],
            _ => Vec::new(),
        }
    }

    fn items(&self, _: View<'_>, item: Item<'_>) -> TokenStream {
        match (self.0, item) {
            ("items", Item::Structure(_)) => quote! { fn unfinished() },
            ("items of a module", Item::Module(_)) => quote! { 5 },
            _ => TokenStream::new(),
        }
    }

    fn files(&self, _: View<'_>) -> Vec<ExtensionFile> {
        match self.0 {
            "files" => vec![ExtensionFile::rust("checks.rs", quote! { let x = 5; })],
            _ => Vec::new(),
        }
    }
}

fn error(builder: Builder) -> String {
    let builder = builder.metadata_text("service", SERVICE).select("/orders#GET");
    builder.generate().expect_err("an error").to_string()
}

#[test]
fn tokens_that_are_not_rust_are_errors_that_name_the_element() {
    for (mistake, expected, help) in [
        (
            "map_type",
            "an extension maps `Edm.Guid` to `crate :: Id + 1`: that is not a valid Rust type",
            "return a path",
        ),
        ("attributes", "the attribute `must_use` that an extension adds to `s.order/id` is not valid", "#[must_use]"),
        ("items", "the items that an extension adds beside `s.order` are not valid Rust: ", "return whole items"),
        ("items of a module", "the items that an extension adds beside `s` are not valid Rust: ", "return whole items"),
        ("files", "the generated file `checks.rs` is not valid Rust: ", "check what extensions add"),
    ] {
        let found = error(Builder::new().extension(Mistaken(mistake)));
        assert!(found.contains(expected) && found.contains(help), "{mistake}: {found}");
        assert!(found.starts_with("error[extension]: "), "{mistake}: {found}");
    }
}

#[test]
fn a_replaced_method_that_does_not_exist_shows_its_pattern() {
    let found = error(Builder::new().replace("s.shop/order"));
    assert!(
        found.contains(" --> replace:1:1\n  |\n1 | s.shop/order\n") && found.contains("did you mean `s.shop/orders`?")
    );
    let found = error(Builder::new().replace("zzz"));
    assert!(found.contains("select the method, and write its name as in"), "{found}");
}
