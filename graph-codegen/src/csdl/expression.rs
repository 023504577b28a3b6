use super::Text;
use crate::diagnostic::Span;

/// `Annotations`: annotations for a target that is declared elsewhere.
#[derive(Clone, Debug)]
pub struct Annotations<'a> {
    /// `Target`: a path to a model element.
    pub target: Text<'a>,
    /// `Qualifier`, which applies to each annotation inside.
    pub qualifier: Option<Text<'a>>,
    /// The annotations.
    pub annotations: Vec<Annotation<'a>>,
    /// The element.
    pub span: Span,
}

/// `Annotation`: the value of a term for a model element.
#[derive(Clone, Debug)]
pub struct Annotation<'a> {
    /// `Term`.
    pub term: Text<'a>,
    /// `Qualifier`.
    pub qualifier: Option<Text<'a>>,
    /// The value; `None` means the term's default.
    pub value: Option<Expression<'a>>,
    /// Annotations of the annotation.
    pub annotations: Vec<Annotation<'a>>,
    /// The element.
    pub span: Span,
}

/// A constant or dynamic expression, written as an attribute or as an element.
#[derive(Clone, Debug)]
pub enum Expression<'a> {
    /// A constant or a path. A constant is an element or attribute `Binary`, `Bool`, `Date`, `DateTimeOffset`,
    /// `Decimal`, `Duration`, `EnumMember`, `Float`, `Guid`, `Int`, `String` or `TimeOfDay`, an attribute `UrlRef`, or
    /// an element `LabeledElementReference`, whose text is the name. A path is an `AnnotationPath`, `ModelElementPath`,
    /// `NavigationPropertyPath`, `Path` or `PropertyPath`.
    Text {
        /// The name of the element or attribute.
        notation: &'static str,
        /// The value with entities expanded; trimmed, unless it is the content of a `String` element.
        value: Text<'a>,
    },
    /// `Collection`.
    Collection(Vec<Expression<'a>>),
    /// `Record`.
    Record(Record<'a>),
    /// `Null`.
    Null {
        /// Annotations of the null.
        annotations: Vec<Annotation<'a>>,
    },
    /// An expression with operands: `Apply`, `If`, `Cast`, `IsOf`, `LabeledElement`, `UrlRef` as element, and the
    /// comparison, logical and arithmetic operators.
    Operator {
        /// The element's name.
        name: &'static str,
        /// The attributes that are not expressions (`Function`, `Name`, `Type`, facets), in document order.
        attributes: Vec<(&'static str, Text<'a>)>,
        /// The operands, in document order.
        operands: Vec<Expression<'a>>,
        /// The annotations of the expression.
        annotations: Vec<Annotation<'a>>,
        /// The element.
        span: Span,
    },
}

/// `Record`.
#[derive(Clone, Debug)]
pub struct Record<'a> {
    /// `Type`.
    pub record_type: Option<Text<'a>>,
    /// `PropertyValue` elements.
    pub property_values: Vec<PropertyValue<'a>>,
    /// Annotations of the record.
    pub annotations: Vec<Annotation<'a>>,
    /// The element.
    pub span: Span,
}

/// `PropertyValue`.
#[derive(Clone, Debug)]
pub struct PropertyValue<'a> {
    /// `Property`.
    pub property: Text<'a>,
    /// The value; `None` means the property's default.
    pub value: Option<Expression<'a>>,
    /// Annotations of the value.
    pub annotations: Vec<Annotation<'a>>,
    /// The element.
    pub span: Span,
}
