//! Bound actions with and without parameters.

use crate::{
    Problem,
    graph::{EntityContainer, SampleAssignedLicense, UsersAssignLicense},
};
use graph_runtime::Guid;

const LICENSE: Guid = Guid::from_u128(0x6fd2c87f_b296_42f0_b197_1e91e994b900);
const OTHER_LICENSE: Guid = Guid::from_u128(0xc7df2760_2c81_4ef7_b578_5b5392b571df);

/// Sets, adds and removes licenses.
pub async fn bound_actions(service: &EntityContainer) -> Result<(), Problem> {
    let carol = || service.users().by_id("carol");
    let user = carol().reprocess_license_assignment().send().await?;
    let skus = |user: &crate::graph::Users| -> Vec<Guid> {
        user.assigned_licenses.iter().flatten().flatten().filter_map(|license| license.sku_id).collect()
    };
    assert_eq!(skus(&user), [LICENSE]);
    let added = SampleAssignedLicense { sku_id: Some(OTHER_LICENSE), ..Default::default() };
    let parameters = UsersAssignLicense {
        add_licenses: Some(vec![Some(added.into())]),
        remove_licenses: Some(vec![Some(LICENSE)]),
        ..Default::default()
    };
    let user = carol().assign_license(&parameters).send().await?;
    assert_eq!(skus(&user), [OTHER_LICENSE]);
    Ok(())
}
