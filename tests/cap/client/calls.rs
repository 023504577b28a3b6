//! Bound actions, with and without parameters.

use crate::{
    Problem,
    graph::{EntityContainer, SampleAssignedLicense, UsersAssignLicense},
};
use graph_runtime::Guid;

const LICENCE: Guid = Guid::from_u128(0x6fd2c87f_b296_42f0_b197_1e91e994b900);
const OTHER: Guid = Guid::from_u128(0xc7df2760_2c81_4ef7_b578_5b5392b571df);

/// Licenses are set, added and taken away.
pub async fn bound_actions(service: &EntityContainer) -> Result<(), Problem> {
    let carol = || service.users().by_id("carol");
    let user = carol().reprocess_license_assignment().send().await?;
    let skus = |user: &crate::graph::Users| -> Vec<Guid> {
        user.assigned_licenses.iter().flatten().filter_map(|license| license.sku_id).collect()
    };
    assert_eq!(skus(&user), [LICENCE]);
    let added = SampleAssignedLicense { sku_id: Some(OTHER), ..Default::default() };
    let parameters = UsersAssignLicense {
        add_licenses: Some(vec![added.into()]),
        remove_licenses: Some(vec![LICENCE]),
        ..Default::default()
    };
    let user = carol().assign_license(&parameters).send().await?;
    assert_eq!(skus(&user), [OTHER]);
    Ok(())
}
