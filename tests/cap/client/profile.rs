//! How the server speaks OData, as its metadata says.

use graph_runtime::{
    Client, KeySyntax, Operation,
    profile::{BatchFormat, ODataVersion},
};

use crate::{Problem, graph::EntityContainer as Directory};

/// Compares the profile of the client with what the server is known to support, and looks at a path.
pub async fn of_metadata(client: &Client, service: &Directory) -> Result<(), Problem> {
    let profile = client.profile();
    assert_eq!((profile.version(), profile.key_syntax()), (Some(ODataVersion::V4_0), KeySyntax::Parentheses));
    assert_eq!(profile.batch_format(), BatchFormat::Multipart);
    assert!(profile.guards_updates() && profile.guards_deletions(), "groups have entity tags");
    let action = service.users().by_id("ada").reprocess_license_assignment();
    let request = action.request(client.root())?;
    assert!(request.uri().path().ends_with("/users('ada')/sample.Directory.reprocessLicenseAssignment"), "{}", request.uri());
    Ok(())
}
