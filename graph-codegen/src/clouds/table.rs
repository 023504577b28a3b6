use std::{borrow::Cow, fmt, ops::Range, sync::OnceLock};

use super::{Availability, Cloud, key};
use crate::{
    edm::{Model, OperationId, TypeId},
    facts::OperationFacts,
};

/// The namespace of Graph's container.
const GRAPH: &str = "microsoft.graph";

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
    text: Cow<'static, str>,
    /// Types, unbound operations, and children of the container, sorted by key.
    elements: Vec<Element>,
    /// The members of all types, those of a type together and sorted by key.
    members: Vec<Entry>,
}

/// A key, and where it exists.
#[derive(Clone, Debug)]
struct Entry {
    key: Range<u32>,
    availability: Availability,
}

#[derive(Clone, Debug)]
struct Element {
    entry: Entry,
    /// The numbers of its members: those whose availability is not that of the type, and all operations.
    members: Range<u32>,
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
    /// Returns the table of v1.0, which is read on first use.
    #[must_use]
    pub fn embedded() -> &'static Self {
        static TABLE: OnceLock<CloudTable> = OnceLock::new();
        // A test reads it.
        TABLE.get_or_init(|| Self::parse(Cow::Borrowed(graph_metadata::V1_0_CLOUDS)).unwrap_or_default())
    }

    /// Returns the embedded table, if it is about the service that a model describes.
    ///
    /// # Errors
    ///
    /// Returns the reason if the model is not one of Graph v1.0.
    pub fn for_model(model: &Model) -> Result<&'static Self, Inapplicable> {
        if model.service().is_none_or(|service| service.container().name.namespace() != GRAPH) {
            return Err(Inapplicable::OtherService);
        }
        match model.origin().version() {
            Some("beta") => Err(Inapplicable::OtherVersion),
            _ => Ok(Self::embedded()),
        }
    }

    /// Reads a table.
    ///
    /// # Errors
    ///
    /// Returns the number of the line that is not valid.
    pub(super) fn parse(text: Cow<'static, str>) -> Result<Self, usize> {
        let mut table = Self::default();
        let (mut start, mut number) = (0, 0_usize);
        while start < text.len() {
            number += 1;
            let end = text[start..].find('\n').map_or(text.len(), |length| start + length);
            let line = &text[start..end];
            if !line.starts_with('#') && !line.is_empty() {
                let indent = usize::from(line.starts_with(' '));
                let at = line.rfind(' ').filter(|at| *at > indent).ok_or(number)?;
                let availability = Availability::of_letters(&line[at + 1..]).ok_or(number)?;
                let key = (start + indent) as u32..(start + at) as u32;
                table.push(Entry { key, availability }, indent > 0).ok_or(number)?;
            }
            start = end + 1;
        }
        table.text = text;
        Ok(table)
    }

    fn push(&mut self, entry: Entry, is_member: bool) -> Option<()> {
        let end = self.members.len() as u32;
        if is_member {
            self.elements.last_mut()?.members.end = end + 1;
            self.members.push(entry);
        } else {
            self.elements.push(Element { entry, members: end..end });
        }
        Some(())
    }

    /// Returns the clouds in which a type exists; `None` if no document of v1.0 has it.
    #[must_use]
    pub fn of_type(&self, model: &Model, id: TypeId) -> Option<Availability> {
        Some(self.type_(model, id)?.entry.availability)
    }

    /// Returns the clouds in which a type has a property, navigation property or enum member, declared or inherited.
    ///
    /// `None` if the model or the table do not have it. A member that is new since the table was made counts as
    /// available wherever the type is.
    #[must_use]
    pub fn of_member(&self, model: &Model, id: TypeId, name: &str) -> Option<Availability> {
        let declared = None
            .or_else(|| model.property(id, name).map(|(of, _)| of))
            .or_else(|| model.navigation_property(id, name).map(|(of, _)| of))
            .or_else(|| model.enum_member(id, name).map(|_| id))?;
        let (availability, exact) = self.inherited(model, id, declared, name)?;
        Some(exact.map_or(availability, |exact| availability & exact))
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
        let found = self.declared_operation(model, on, id);
        let documented: Availability = OperationFacts::of(model.operation(id))
            .clouds
            .iter()
            .filter_map(|cloud| cloud.parse::<Cloud>().ok())
            .collect();
        match (documented.is_empty(), found) {
            (true, found) => found,
            (false, found) => {
                let others = found.unwrap_or_default().without(Availability::PUBLIC);
                Some(others.iter().chain(documented.iter()).collect())
            }
        }
    }

    /// Returns the clouds in which an operation exists according to the documents.
    pub(super) fn declared_operation(
        &self,
        model: &Model,
        on: Option<TypeId>,
        id: OperationId,
    ) -> Option<Availability> {
        let operation = model.operation(id);
        let key = key::operation(operation);
        let Some(declared) = operation.binding_type() else {
            return self.find(&key).filter(|_| !operation.is_bound()).map(|found| found.entry.availability);
        };
        let on = on.filter(|on| model.is_a(*on, declared)).unwrap_or(declared);
        let (availability, exact) = self.inherited(model, on, declared, &key)?;
        Some(availability & exact?)
    }

    /// Returns the clouds in which an action has a parameter, or a function, all of whose overloads are told apart by
    /// their parameters.
    #[must_use]
    pub fn of_parameter(&self, model: &Model, id: OperationId, name: &str) -> Option<Availability> {
        let declared = self.declared_parameter(model, id, name);
        let of = self.of_operation(model, None, id);
        Some(match declared {
            // The parameter is available where its action is documented, unless the table knows better.
            Some(declared) if self.declared_operation(model, None, id) != Some(declared) => of? & declared,
            _ => of?,
        })
    }

    /// Returns the clouds in which an action has a parameter, according to the documents.
    pub(super) fn declared_parameter(&self, model: &Model, id: OperationId, name: &str) -> Option<Availability> {
        let availability = self.declared_operation(model, None, id)?;
        let Some(key) = key::parameter(model, id, name) else { return Some(availability) };
        let members = match model.operation(id).binding_type() {
            Some(declared) => self.type_(model, declared)?.members.clone(),
            None => self.find(&key::operation(model.operation(id)))?.members.clone(),
        };
        let members = &self.members[members.start as usize..members.end as usize];
        let found = members.iter().find(|member| self.key(member).eq_ignore_ascii_case(&key));
        Some(found.map_or(availability, |found| availability & found.availability))
    }

    /// Returns the clouds in which the container has an entity set, singleton or import; `None` if no document has it.
    #[must_use]
    pub fn of_root(&self, name: &str) -> Option<Availability> {
        Some(self.find(&key::root(name))?.entry.availability)
    }

    /// Looks for a member from a type up to the one that declares it: the clouds that have these types, and the entry
    /// of the member if there is one.
    fn inherited(
        &self,
        model: &Model,
        id: TypeId,
        declared: TypeId,
        key: &str,
    ) -> Option<(Availability, Option<Availability>)> {
        let mut availability = Availability::ALL;
        for (of, _) in model.lineage(id) {
            let element = self.type_(model, of)?;
            availability = availability & element.entry.availability;
            let exact = self.member(element, key);
            if exact.is_some() || of == declared {
                return Some((availability, exact));
            }
        }
        None
    }

    fn type_(&self, model: &Model, id: TypeId) -> Option<&Element> {
        self.find(&key::relative(model.type_(id).name.as_str()))
    }

    fn find(&self, key: &str) -> Option<&Element> {
        let found = self.elements.binary_search_by(|element| self.key(&element.entry).cmp(key));
        found.ok().map(|at| &self.elements[at])
    }

    fn member(&self, of: &Element, key: &str) -> Option<Availability> {
        let members = &self.members[of.members.start as usize..of.members.end as usize];
        let found = members.binary_search_by(|member| self.key(member).cmp(key));
        found.ok().map(|at| members[at].availability)
    }

    fn key(&self, entry: &Entry) -> &str {
        &self.text[entry.key.start as usize..entry.key.end as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::{Availability, Cloud, CloudTable, Inapplicable};
    use crate::{Builder, edm::Model};

    fn model() -> Model {
        Builder::new().resolve().unwrap().model
    }

    #[test]
    fn the_embedded_table_is_sorted_and_knows_all_of_the_model() {
        let table = CloudTable::parse(graph_metadata::V1_0_CLOUDS.into()).unwrap();
        let keys: Vec<&str> = table.elements.iter().map(|element| table.key(&element.entry)).collect();
        assert!(keys.is_sorted_by(|left, right| left < right));
        for element in &table.elements {
            let members = &table.members[element.members.start as usize..element.members.end as usize];
            assert!(members.is_sorted_by(|left, right| table.key(left) < table.key(right)));
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
        }
        for child in model.service().unwrap().children() {
            assert!(is_global(table.of_root(child.name())), "{}", child.name());
        }
    }

    #[test]
    fn lines_that_are_not_valid_are_counted() {
        let parse = |text: &'static str| CloudTable::parse(text.into()).map(|table| table.members.len());
        assert_eq!(parse("# comment\n\na P\n b F\nc *\n"), Ok(1));
        assert_eq!(parse(" b F\n"), Err(1));
        assert_eq!(parse("a P\nb\n"), Err(2));
        assert_eq!(parse("a P\nb X\n"), Err(2));
        assert_eq!(parse("a P\n b\n"), Err(2));
    }

    const TABLE: &str = "/people P\nbase PFM\n act() PF\n act().b P\n late P\nderived PF\n late PF\n";
    const DOCUMENT: &str = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
        <Schema Namespace="microsoft.graph" xmlns="http://docs.oasis-open.org/odata/ns/edm">
          <EntityType Name="base"><Property Name="early" Type="Edm.String"/><Property Name="late" Type="Edm.String"/></EntityType>
          <EntityType Name="derived" BaseType="microsoft.graph.base"/>
          <EntityType Name="new"/>
          <Action Name="act" IsBound="true"><Parameter Name="on" Type="microsoft.graph.base"/>
            <Parameter Name="a" Type="Edm.String"/><Parameter Name="B" Type="Edm.String"/></Action>
          <Function Name="act" IsBound="true"><Parameter Name="on" Type="microsoft.graph.base"/>
            <Parameter Name="x" Type="Edm.String"/><ReturnType Type="Edm.String"/></Function>
        </Schema></edmx:DataServices></edmx:Edmx>"#;

    #[test]
    fn inherited_members_are_available_where_the_type_and_the_member_of_its_base_are() {
        let model = Builder::new().metadata_text("m", DOCUMENT).resolve().unwrap().model;
        let table = CloudTable::parse(TABLE.into()).unwrap();
        let [base, derived, new] =
            ["base", "derived", "new"].map(|name| model.find_type(&format!("microsoft.graph.{name}")).unwrap());
        let letters = |letters| Availability::of_letters(letters);
        assert_eq!(table.of_member(&model, base, "early"), letters("PFM"));
        assert_eq!(table.of_member(&model, base, "late"), letters("P"));
        assert_eq!(table.of_member(&model, derived, "early"), letters("PF"));
        // The derived type has an entry of its own.
        assert_eq!(table.of_member(&model, derived, "late"), letters("PF"));
        assert_eq!(table.of_member(&model, base, "other"), None);
        assert_eq!(table.of_type(&model, new), None);
        assert_eq!(table.of_root("people"), letters("P"));
        assert_eq!(table.of_root("users"), None);
    }

    #[test]
    fn overloads_are_told_apart() {
        let model = Builder::new().metadata_text("m", DOCUMENT).resolve().unwrap().model;
        let table = CloudTable::parse(TABLE.into()).unwrap();
        let ids: Vec<_> = model.operations_named("microsoft.graph.act").collect();
        let derived = model.find_type("microsoft.graph.derived");
        let letters = |letters| Availability::of_letters(letters);
        assert_eq!(table.of_operation(&model, None, ids[0]), letters("PF"));
        assert_eq!(table.of_operation(&model, derived, ids[0]), letters("PF"));
        assert_eq!(table.of_operation(&model, None, ids[1]), None);
        assert_eq!(table.of_parameter(&model, ids[0], "a"), letters("PF"));
        assert_eq!(table.of_parameter(&model, ids[0], "B"), letters("P"));
    }

    #[test]
    fn other_services_have_no_table() {
        let document = DOCUMENT.replace("microsoft.graph", "n");
        let model = Builder::new().metadata_text("m", document).resolve().unwrap().model;
        assert_eq!(CloudTable::for_model(&model).unwrap_err(), Inapplicable::OtherService);
    }
}
