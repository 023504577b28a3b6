//! The types that read users: generated code, and the same structs with serde derives.

graph_runtime::include_graph!();
graph_runtime::include_graph!("derive.rs" as derive);
graph_runtime::include_graph!("flatten.rs" as flatten);

/// A page with serde derives.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
pub struct Page<T> {
    /// The link to the next page.
    #[serde(rename = "@odata.nextLink")]
    pub next_link: Option<String>,
    /// The items.
    pub value: Vec<T>,
}

/// A page with serde derives that keeps undeclared properties.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
pub struct LosslessPage<T> {
    /// The link to the next page.
    #[serde(rename = "@odata.nextLink")]
    pub next_link: Option<String>,
    /// The items.
    pub value: Vec<T>,
    /// The undeclared properties.
    #[serde(flatten)]
    pub extra: serde_json::Map<String, serde_json::Value>,
}
