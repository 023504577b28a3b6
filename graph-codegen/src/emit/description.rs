use proc_macro2::TokenStream;
use quote::quote;

use crate::facts::OperationFacts;

/// What describes an operation to the runtime. It is made for each call: a constant for each operation costs the compiler more.
pub(super) struct Described {
    /// What is known of permissions, for the beginning of the function.
    pub(super) items: Option<TokenStream>,
    /// The description.
    pub(super) value: TokenStream,
}

/// Describes an operation; `method` is the constructor for its HTTP method.
pub(super) fn description(method: &TokenStream, source: &str, template: &str, facts: &OperationFacts) -> Described {
    let OperationFacts {
        delegated_least, delegated_higher, application_least, application_higher, roles, clouds, ..
    } = facts;
    let known = [delegated_least, delegated_higher, application_least, application_higher, roles]
        .iter()
        .any(|list| !list.is_empty());
    let items = known.then(|| {
        quote! {
            static PERMISSIONS: rt::Permissions = rt::Permissions::UNKNOWN
                .with_delegated(&[#(#delegated_least),*], &[#(#delegated_higher),*])
                .with_application(&[#(#application_least),*], &[#(#application_higher),*])
                .with_roles(&[#(#roles),*]);
        }
    });
    let permissions = known.then(|| quote! { .with_permissions(&PERMISSIONS) });
    let clouds = (!clouds.is_empty()).then(|| quote! { .with_clouds(&[#(#clouds),*]) });
    Described { items, value: quote! { rt::Description::#method(#source, #template) #permissions #clouds } }
}
