//! Resources that Graph also addresses by a path, which CSDL cannot declare.

use crate::edm::{Model, TypeId};

/// Entity types whose entities have others below them that are addressed by path, as Graph's documentation says:
/// [drive items] relative to another item, and [sites] relative to a host or a site.
///
/// [drive items]: https://learn.microsoft.com/graph/onedrive-addressing-driveitems
/// [sites]: https://learn.microsoft.com/graph/api/site-getbypath
const ADDRESSED_BY_PATH: [&str; 2] = ["microsoft.graph.driveItem", SITE];

const SITE: &str = "microsoft.graph.site";

/// Whether Graph addresses an entity of this type by its path below another one: `root:/A/B.txt`.
pub(crate) fn is_addressed_by_path(model: &Model, id: TypeId) -> bool {
    ADDRESSED_BY_PATH.contains(&model.type_(id).name.as_str())
}

/// Whether the key of an entity can be the name of a host, as that of a site can.
pub(crate) fn has_host_key(model: &Model, id: TypeId) -> bool {
    model.type_(id).name.as_str() == SITE
}
