use super::Builder;
use crate::edm::ProfileSetting;

impl Builder {
    /// Sets a part of the service's profile, whatever the metadata says: the version of OData, the syntax of keys and
    /// so on. Can be called several times.
    ///
    /// The [profile](crate::edm::Profile) is read from the metadata. Many services do not say there how they speak, so
    /// that their documentation has to be consulted.
    ///
    /// ```
    /// use graph_codegen::{Builder, edm::{OperationNames, ProfileSetting}};
    ///
    /// let builder = Builder::new()
    ///     .metadata("metadata/shop.csdl")
    ///     .profile(ProfileSetting::OperationNames(OperationNames::Simple));
    /// ```
    pub fn profile(mut self, setting: ProfileSetting) -> Self {
        self.profile.push(setting);
        self
    }
}
