//! The settings about clients of the service.

use super::Builder;
use crate::edm::SignIn;

impl Builder {
    /// Sets the URL of the service's root, which clients of the generated service call.
    ///
    /// The generated service has functions that create such a client, so that an SDK never calls another service:
    ///
    /// ```
    /// # fn main() -> Result<(), graph_codegen::Error> {
    /// # let text = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
    /// #   <Schema Namespace="Trippin" xmlns="http://docs.oasis-open.org/odata/ns/edm">
    /// #     <EntityType Name="Person"><Key><PropertyRef Name="Name"/></Key>
    /// #       <Property Name="Name" Type="Edm.String" Nullable="false"/></EntityType>
    /// #     <EntityContainer Name="TripPin"><EntitySet Name="People" EntityType="Trippin.Person"/></EntityContainer>
    /// #   </Schema>
    /// # </edmx:DataServices></edmx:Edmx>"#;
    /// let generated = graph_codegen::Builder::new()
    ///     .metadata_text("trippin.csdl", text) // or `.metadata("trippin.csdl")`
    ///     .select("/**")
    ///     .service_root("https://services.odata.org/V4/TripPinServiceRW")
    ///     .scopes(["https://services.odata.org/.default"])
    ///     .user_agent("trippin-sdk/1.0")
    ///     .generate()?;
    /// // `TripPin::client(credential)`, or `TripPin::builder()` to change more settings
    /// assert!(generated.text().contains("pub fn client(credential: impl rt::Credential + 'static)"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Without it these functions take the root as a parameter, unless the service is Microsoft Graph. Graph has none
    /// of these functions unless one of these settings is used.
    pub fn service_root(mut self, url: impl Into<String>) -> Self {
        self.client_defaults.root = Some(url.into());
        self
    }

    /// Sets the scopes of the tokens that clients of the generated service request.
    ///
    /// Without scopes, clients of a service other than Graph request tokens for none, so that a token for Graph is
    /// never sent to another service.
    pub fn scopes<T: Into<String>>(mut self, scopes: impl IntoIterator<Item = T>) -> Self {
        self.client_defaults.scopes.extend(scopes.into_iter().map(Into::into));
        self
    }

    /// Sets what `User-Agent` begins with in requests of the generated service: `trippin-sdk/1.0`.
    ///
    /// An application that sets its own name replaces it.
    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.client_defaults.user_agent = Some(name.into());
        self
    }

    /// Sets how an application signs in, which decides what the generated `client` function takes.
    ///
    /// ```
    /// use graph_codegen::{Builder, edm::SignIn};
    ///
    /// // TripPin::client()
    /// let builder = Builder::new().metadata("metadata/trippin.csdl").sign_in(SignIn::Anonymous);
    /// ```
    pub fn sign_in(mut self, sign_in: SignIn) -> Self {
        self.client_defaults.sign_in = sign_in;
        self
    }
}
