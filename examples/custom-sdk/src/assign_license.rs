use graph_runtime::{Call, Object, builders::RequestBuilder, empty};

use crate::{
    Id,
    graph::{AssignedLicense, Person, PersonAssignLicense, PersonRequestBuilder},
};

/// Replaces the generated method, which takes all parameters of the action.
impl PersonRequestBuilder {
    /// Assigns the license of a product.
    ///
    /// `POST /users/{id}/assignLicense`
    pub fn assign_license(&self, product: Id) -> Call<Object<Person>> {
        let license = AssignedLicense { sku_id: Some(product), ..empty() };
        let parameters =
            PersonAssignLicense { add_licenses: Some(vec![license.into()]), remove_licenses: Some(Vec::new()) };
        Call::post_json(self.resource(), "assignLicense", "microsoft.graph.user/assignLicense", &parameters)
    }
}
