use std::{borrow::Cow, cmp::Ordering, fmt};

use super::{Availability, key, lookup::Lookup};
use crate::edm::{Model, OperationId, TypeId};

/// Instead of letters: the member is wherever its type is, or the parameter wherever its operation is.
pub(super) const SAME: &str = "=";

/// In which clouds each element of Graph exists.
///
/// The embedded table covers everything that any cloud's document of v1.0 declares. An element is the same in two
/// documents if it has the same name. Overloads of an action also need the same binding type, and those of a function
/// the same parameter names (in any order); parameters of actions are compared one by one, in any case. An inherited
/// member counts as one of the derived type.
///
/// ```
/// use graph_codegen::clouds::{Availability, CloudTable};
///
/// # fn main() -> Result<(), graph_codegen::Error> {
/// let model = graph_codegen::Builder::new().resolve()?.model;
/// let table = CloudTable::embedded();
///
/// let user = model.find_type("microsoft.graph.user").unwrap();
/// assert_eq!(table.of_type(&model, user), Some(Availability::ALL));
/// let china = graph_codegen::clouds::Cloud::China;
/// assert!(!table.of_member(&model, user, "onenote").unwrap().contains(china));
///
/// let operation = model.operations_named("microsoft.graph.reprocessLicenseAssignment").next().unwrap();
/// assert_eq!(table.of_operation(&model, None, operation), Some(Availability::ALL));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
pub struct CloudTable {
    /// A line for each element, sorted by key, which is everything before the last space. Members of an element are in
    /// lines below it that begin with a space.
    ///
    /// Look-ups search the text, so that a build which asks for a few elements does not have to read all of them.
    text: Cow<'static, str>,
}

/// What the table says of a type, an operation or a child of the container.
#[derive(Clone, Copy, Debug)]
pub(super) struct Element<'t> {
    pub(super) availability: Availability,
    /// The lines of its members and operations, and of parameters of actions.
    pub(super) members: &'t str,
}

/// Why the embedded table does not apply to a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Inapplicable {
    /// The service is not Microsoft Graph.
    OtherService,
    /// The metadata is of another version than v1.0.
    OtherVersion,
}

impl fmt::Display for Inapplicable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OtherService => {
                "clouds are known for Microsoft Graph only, and the metadata is that of another service"
            }
            Self::OtherVersion => "clouds are known for v1.0 of Microsoft Graph only, and the metadata is that of beta",
        })
    }
}

impl CloudTable {
    /// Returns the table of v1.0.
    #[must_use]
    pub fn embedded() -> &'static Self {
        static TABLE: CloudTable = CloudTable { text: Cow::Borrowed(graph_metadata::V1_0_CLOUDS) };
        &TABLE
    }

    /// Returns the embedded table, if it is about the service that a model describes.
    ///
    /// # Errors
    ///
    /// Returns the reason if the model is not one of Graph v1.0.
    pub fn for_model(model: &Model) -> Result<&'static Self, Inapplicable> {
        if !model.is_microsoft_graph() {
            return Err(Inapplicable::OtherService);
        }
        match model.origin().version() {
            Some("beta") => Err(Inapplicable::OtherVersion),
            _ => Ok(Self::embedded()),
        }
    }

    #[cfg(any(test, feature = "tools"))]
    pub(super) fn new(text: impl Into<Cow<'static, str>>) -> Self {
        Self { text: text.into() }
    }

    /// Returns the clouds in which a type exists; `None` if no document of v1.0 has it.
    #[must_use]
    pub fn of_type(&self, model: &Model, id: TypeId) -> Option<Availability> {
        Lookup::new(self, model).of_type(id)
    }

    /// Returns the clouds in which a type has a property, navigation property or enum member, declared or inherited.
    ///
    /// `None` if the table does not have it, as for a member that is new since the table was made.
    #[must_use]
    pub fn of_member(&self, model: &Model, id: TypeId, name: &str) -> Option<Availability> {
        Lookup::new(self, model).of_member(id, name)
    }

    /// Returns the clouds in which an operation can be called on a type that has or inherits it, or on a collection of
    /// these. If `on` is `None`, this is the type that the operation is bound to.
    ///
    /// Clouds that annotations of the operation list replace those of the table, among the ones that the API reference
    /// documents.
    ///
    /// `None` if neither annotations nor the table know the operation.
    #[must_use]
    pub fn of_operation(&self, model: &Model, on: Option<TypeId>, id: OperationId) -> Option<Availability> {
        Lookup::new(self, model).of_operation(on, id)
    }

    /// Returns the clouds in which an operation has a parameter; `None` if no document has it. Those of a function are
    /// where the function is, since its overloads are told apart by their parameters.
    #[must_use]
    pub fn of_parameter(&self, model: &Model, id: OperationId, name: &str) -> Option<Availability> {
        Lookup::new(self, model).of_parameter(id, name)
    }

    /// Returns the clouds in which the container has an entity set, singleton or import; `None` if no document has it.
    #[must_use]
    pub fn of_root(&self, name: &str) -> Option<Availability> {
        Some(self.find(&key::root(name))?.availability)
    }

    /// The lines without comments.
    #[cfg(feature = "cli")]
    pub(super) fn lines(&self) -> impl Iterator<Item = &str> {
        self.text.lines().filter(|line| !line.starts_with('#'))
    }

    /// Finds a type, an operation or a child of the container by its key.
    pub(super) fn find(&self, key: &str) -> Option<Element<'_>> {
        let (letters, below) = find_line(&self.text, key, false)?;
        let members = &below[..next_element(below)];
        Some(Element { availability: Availability::of_letters(letters)?, members })
    }
}

impl Element<'_> {
    /// Finds a member by its key.
    pub(super) fn member(&self, key: &str) -> Option<Availability> {
        if self.members.is_empty() {
            return None;
        }
        self.of_letters(find_line(self.members, key, true)?.0)
    }

    /// The clouds of a member, as its line says: [`SAME`], or letters.
    pub(super) fn of_letters(&self, letters: &str) -> Option<Availability> {
        if letters == SAME { Some(self.availability) } else { Availability::of_letters(letters) }
    }
}

/// Finds the letters of a line by its key, with the text below it. If the lines are not those of members, lines that
/// begin with a space are passed over.
fn find_line<'t>(text: &'t str, key: &str, are_members: bool) -> Option<(&'t str, &'t str)> {
    let indent = usize::from(are_members);
    let (mut low, mut high) = (0, text.len());
    while low < high {
        let mut middle = usize::midpoint(low, high);
        while !text.is_char_boundary(middle) {
            middle -= 1;
        }
        let start_of_line = |at: usize| text[low..at].rfind('\n').map_or(low, |found| low + found + 1);
        let mut start = start_of_line(middle);
        while start > low && !are_members && text[start..].starts_with(' ') {
            start = start_of_line(start - 1);
        }
        let end = text[start..high].find('\n').map_or(high, |length| start + length);
        let below = (end + 1).min(text.len());
        let (known, letters) = text[start + indent..end].rsplit_once(' ').unwrap_or_default();
        match known.cmp(key) {
            Ordering::Equal => return Some((letters, &text[below..])),
            Ordering::Greater => high = start,
            Ordering::Less if are_members => low = below,
            Ordering::Less => low = below + next_element(&text[below..high.max(below)]),
        }
    }
    None
}

/// The length of the lines that begin with a space.
fn next_element(text: &str) -> usize {
    let mut at = 0;
    while text[at..].starts_with(' ') {
        at = text[at..].find('\n').map_or(text.len(), |length| at + length + 1);
    }
    at
}

#[cfg(test)]
mod tests {
    use super::{CloudTable, Inapplicable, SAME};
    use crate::{
        Builder,
        clouds::{Availability, Cloud},
        edm::Model,
    };

    fn model() -> Model {
        Builder::new().resolve().unwrap().model
    }

    #[test]
    fn the_embedded_table_is_sorted_and_knows_all_of_the_model() {
        let lines: Vec<&str> = graph_metadata::V1_0_CLOUDS.lines().filter(|line| !line.starts_with('#')).collect();
        let (mut element, mut member) = ("", "");
        for line in lines {
            let (key, letters) = line.rsplit_once(' ').unwrap();
            let is_same = letters == SAME && line.starts_with(' ');
            assert!(is_same || Availability::of_letters(letters).is_some_and(|clouds| !clouds.is_empty()), "{line}");
            let before = if line.starts_with(' ') { &mut member } else { &mut element };
            assert!(*before < key, "{line}");
            *before = key;
            if !line.starts_with(' ') {
                member = "";
            }
        }
        let model = model();
        let table = CloudTable::for_model(&model).unwrap();
        let is_global = |found: Option<Availability>| found.is_some_and(|found| found.contains(Cloud::Global));
        for (id, declared) in model.types() {
            assert!(is_global(table.of_type(&model, id)), "{}", declared.name);
            for (_, property) in model.properties(id) {
                assert!(is_global(table.of_member(&model, id, &property.name)), "{}/{}", declared.name, property.name);
            }
        }
        for (id, operation) in model.operations() {
            assert!(is_global(table.of_operation(&model, None, id)), "{}", operation.name);
            for parameter in operation.call_parameters() {
                let found = table.of_parameter(&model, id, &parameter.name);
                assert!(is_global(found), "{}/{}", operation.name, parameter.name);
            }
        }
        for child in model.service().unwrap().children() {
            assert!(is_global(table.of_root(child.name())), "{}", child.name());
        }
    }

    const TABLE: &str =
        "/people P\nbase PFM\n act() PF\n act().a =\n act().b P\n early =\n late P\nderived PF\n late PF\n";
    const DOCUMENT: &str = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
        <edmx:DataServices><Schema Namespace="microsoft.graph" xmlns="http://docs.oasis-open.org/odata/ns/edm">
          <EntityType Name="base">
            <Property Name="early" Type="Edm.String"/><Property Name="late" Type="Edm.String"/>
            <Property Name="new" Type="Edm.String"/>
          </EntityType>
          <EntityType Name="derived" BaseType="microsoft.graph.base"/>
          <EntityType Name="new"/>
          <Action Name="act" IsBound="true"><Parameter Name="on" Type="microsoft.graph.base"/>
            <Parameter Name="a" Type="Edm.String"/><Parameter Name="B" Type="Edm.String"/>
            <Parameter Name="new" Type="Edm.String"/></Action>
          <Function Name="act" IsBound="true"><Parameter Name="on" Type="microsoft.graph.base"/>
            <Parameter Name="x" Type="Edm.String"/><ReturnType Type="Edm.String"/></Function>
        </Schema></edmx:DataServices></edmx:Edmx>"#;

    #[test]
    fn inherited_members_are_available_where_the_type_and_the_member_of_its_base_are() {
        let model = Builder::new().metadata_text("m", DOCUMENT).resolve().unwrap().model;
        let table = CloudTable::new(TABLE);
        let [base, derived, new] =
            ["base", "derived", "new"].map(|name| model.find_type(&format!("microsoft.graph.{name}")).unwrap());
        let letters = |letters| Availability::of_letters(letters);
        assert_eq!(table.of_member(&model, base, "early"), letters("PFM"));
        assert_eq!(table.of_member(&model, base, "late"), letters("P"));
        assert_eq!(table.of_member(&model, derived, "early"), letters("PF"));
        // The derived type has an entry of its own.
        assert_eq!(table.of_member(&model, derived, "late"), letters("PF"));
        assert_eq!(table.of_member(&model, base, "other"), None);
        // The model is newer than the table.
        assert_eq!(table.of_member(&model, base, "new"), None);
        assert_eq!(table.of_member(&model, derived, "new"), None);
        assert_eq!(table.of_type(&model, new), None);
        assert_eq!(table.of_root("people"), letters("P"));
        assert_eq!(table.of_root("users"), None);
    }

    #[test]
    fn overloads_are_told_apart() {
        let model = Builder::new().metadata_text("m", DOCUMENT).resolve().unwrap().model;
        let table = CloudTable::new(TABLE);
        let ids: Vec<_> = model.operations_named("microsoft.graph.act").collect();
        let derived = model.find_type("microsoft.graph.derived");
        let letters = |letters| Availability::of_letters(letters);
        assert_eq!(table.of_operation(&model, None, ids[0]), letters("PF"));
        assert_eq!(table.of_operation(&model, derived, ids[0]), letters("PF"));
        assert_eq!(table.of_operation(&model, None, ids[1]), None);
        assert_eq!(table.of_parameter(&model, ids[0], "a"), letters("PF"));
        assert_eq!(table.of_parameter(&model, ids[0], "B"), letters("P"));
        assert_eq!(table.of_parameter(&model, ids[0], "new"), None);
    }

    #[test]
    fn other_services_have_no_table() {
        let document = DOCUMENT.replace("microsoft.graph", "n");
        let model = Builder::new().metadata_text("m", document).resolve().unwrap().model;
        assert_eq!(CloudTable::for_model(&model).unwrap_err(), Inapplicable::OtherService);
    }
}
