//! Profiles of products.

use super::{batch_settings::BatchFormat, profile::ServiceProfile};

impl ServiceProfile {
    /// Microsoft Dataverse (Dynamics 365 Sales, Customer Service and others).
    ///
    /// Version 4.0, all annotations, such as formatted values, and multipart batches of up to 1,000 calls with change
    /// sets. See [the page on Dataverse](https://github.com/graph-codegen/graph-codegen/blob/main/docs/services/dataverse.md).
    ///
    /// Source: <https://learn.microsoft.com/power-apps/developer/data-platform/webapi/compose-http-requests-handle-errors>.
    pub const fn dataverse() -> Self {
        Self::V4_0.with_preferences("odata.include-annotations=\"*\"").with_batch_size(1000)
    }

    /// Dynamics 365 Business Central.
    ///
    /// Version 4.0, and JSON batches of up to 100 calls. See
    /// [the page on Business Central](https://github.com/graph-codegen/graph-codegen/blob/main/docs/services/business-central.md).
    ///
    /// Source: <https://learn.microsoft.com/dynamics365/business-central/dev-itpro/developer/devenv-develop-connect-apps-tips>.
    pub const fn business_central() -> Self {
        Self::V4_0.with_batch_format(BatchFormat::Json).with_batch_size(100)
    }

    /// Dynamics 365 Finance and Operations.
    ///
    /// Version 4.0, the data of all companies (`cross-company=true`), and multipart batches. See
    /// [the page on Finance and Operations](https://github.com/graph-codegen/graph-codegen/blob/main/docs/services/finance-and-operations.md).
    ///
    /// Source: <https://learn.microsoft.com/dynamics365/fin-ops-core/dev-itpro/data-entities/odata>.
    pub const fn finance_and_operations() -> Self {
        Self::V4_0.with_query_options(&[("cross-company", "true")])
    }

    /// SAP: OData V4 of S/4HANA and other ABAP systems.
    ///
    /// Version 4.0, exact numbers (`IEEE754Compatible=true`), and multipart batches. Changes need
    /// [`CsrfSession`](crate::sign_in::CsrfSession) too. See
    /// [the page on SAP](https://github.com/graph-codegen/graph-codegen/blob/main/docs/services/sap.md).
    pub const fn sap() -> Self {
        Self::V4_0.with_ieee754_compatible(true)
    }
}
