use proc_macro2::TokenStream;
use quote::quote;

use crate::facts::OperationFacts;

/// The constant that describes an operation to the runtime; `method` is the constructor for its HTTP method.
pub(super) fn description(method: &TokenStream, source: &str, template: &str, facts: &OperationFacts) -> TokenStream {
    let OperationFacts {
        delegated_least, delegated_higher, application_least, application_higher, roles, clouds, ..
    } = facts;
    let known = [delegated_least, delegated_higher, application_least, application_higher, roles]
        .iter()
        .any(|list| !list.is_empty());
    let permissions = known.then(|| {
        quote! {
            .with_permissions(
                rt::Permissions::UNKNOWN
                    .with_delegated(&[#(#delegated_least),*], &[#(#delegated_higher),*])
                    .with_application(&[#(#application_least),*], &[#(#application_higher),*])
                    .with_roles(&[#(#roles),*]),
            )
        }
    });
    let clouds = (!clouds.is_empty()).then(|| quote! { .with_clouds(&[#(#clouds),*]) });
    quote! { rt::Description::#method(#source, #template) #permissions #clouds }
}
