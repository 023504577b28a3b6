//! Conditions as trees, which become filters and are evaluated in Rust.

use graph_runtime::{Filter, Member, query::Expression};
use graph_tests::tenant::{AgeGroup, AssignedLicense, Device, EmployeeOrgData, ObjectIdentity, User};

use super::{
    disagreements::{COMPARED_NULL, IN_NULL, NEGATIVE_REMAINDER},
    seed::Seed,
};

/// A condition on users.
#[derive(Clone, Debug)]
pub enum Condition {
    Text(Text, Comparison, String),
    TextIn(Text, Vec<String>),
    TextFunction(Function, Text, String),
    Number(Number, Comparison, i32),
    Enabled(Comparison, bool),
    AgeGroup(Member<AgeGroup>),
    NullText(Text),
    NullNumber(Number),
    Phones(Quantifier, Comparison, String),
    Issuers(Quantifier, Comparison, String),
    Devices(Quantifier, Comparison, String),
    Plans(usize),
    Not(Box<Condition>),
    And(Box<Condition>, Box<Condition>),
    Or(Box<Condition>, Box<Condition>),
}

/// A text of a user.
#[derive(Clone, Debug)]
pub enum Text {
    Id,
    DisplayName,
    Department,
    Division,
    ManagerId,
    Lower(Box<Text>),
    Upper(Box<Text>),
    Trimmed(Box<Text>),
    With(Box<Text>, String),
    From(Box<Text>, u8),
}

/// A number of a user.
#[derive(Clone, Debug)]
pub enum Number {
    SignIns,
    Length(Text),
    Index(Text, String),
    Plus(Box<Number>, i16),
    Minus(Box<Number>, i16),
    Times(Box<Number>, i8),
    DividedBy(Box<Number>, i8),
    Modulo(Box<Number>, i8),
}

#[derive(Clone, Copy, Debug)]
pub enum Comparison {
    Equal,
    NotEqual,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

#[derive(Clone, Copy, Debug)]
pub enum Function {
    Contains,
    StartsWith,
    EndsWith,
}

#[derive(Clone, Copy, Debug)]
pub enum Quantifier {
    Any,
    All,
}

/// The value of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    True,
    False,
    Null,
    /// The server is known to be wrong.
    Disputed,
}

/// Compares two expressions.
macro_rules! compared {
    ($comparison:expr, $left:expr, $right:expr) => {
        match $comparison {
            Comparison::Equal => $left.eq($right),
            Comparison::NotEqual => $left.ne($right),
            Comparison::Less => $left.lt($right),
            Comparison::AtMost => $left.le($right),
            Comparison::Greater => $left.gt($right),
            Comparison::AtLeast => $left.ge($right),
        }
    };
}

impl Comparison {
    /// Compares values that may be null: OData 4.01, part 2, sections 5.1.1.1.1 to 5.1.1.1.6.
    fn holds<V: PartialOrd>(self, left: Option<V>, right: V) -> Truth {
        let is_ordered = !matches!(self, Self::Equal | Self::NotEqual);
        match (self, left) {
            (_, None) if COMPARED_NULL.is_about(is_ordered) => Truth::Disputed,
            (Self::NotEqual, None) => Truth::True,
            (_, None) => Truth::False,
            (Self::Equal, Some(left)) => (left == right).into(),
            (Self::NotEqual, Some(left)) => (left != right).into(),
            (Self::Less, Some(left)) => (left < right).into(),
            (Self::AtMost, Some(left)) => (left <= right).into(),
            (Self::Greater, Some(left)) => (left > right).into(),
            (Self::AtLeast, Some(left)) => (left >= right).into(),
        }
    }
}

impl From<bool> for Truth {
    fn from(value: bool) -> Self {
        if value { Self::True } else { Self::False }
    }
}

impl Truth {
    fn not(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            other => other,
        }
    }

    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::False, _) | (_, Self::False) => Self::False,
            (Self::Disputed, _) | (_, Self::Disputed) => Self::Disputed,
            (Self::Null, _) | (_, Self::Null) => Self::Null,
            (Self::True, Self::True) => Self::True,
        }
    }

    fn or(self, other: Self) -> Self {
        self.not().and(other.not()).not()
    }
}

impl Quantifier {
    /// Combines the truths of the items; null counts as false.
    fn combined(self, mut items: impl Iterator<Item = Truth>) -> Truth {
        let is_true = |truth: Truth| truth == Truth::True;
        match self {
            Self::Any => items.any(is_true).into(),
            Self::All => items.all(is_true).into(),
        }
    }
}

impl Text {
    fn expression(&self) -> Expression<User, String> {
        match self {
            Self::Id => User::ID.into(),
            Self::DisplayName => User::DISPLAY_NAME.into(),
            Self::Department => User::DEPARTMENT.into(),
            Self::Division => User::EMPLOYEE_ORG_DATA.then(EmployeeOrgData::DIVISION),
            Self::ManagerId => User::MANAGER.then(graph_tests::tenant::DirectoryObject::ID),
            Self::Lower(text) => text.expression().to_lower(),
            Self::Upper(text) => text.expression().to_upper(),
            Self::Trimmed(text) => text.expression().trim(),
            Self::With(text, end) => text.expression().concat(end.as_str()),
            Self::From(text, start) => text.expression().substring(i32::from(*start)),
        }
    }

    fn of(&self, user: &User) -> Option<String> {
        Some(match self {
            Self::Id => user.id.clone()?,
            Self::DisplayName => user.display_name.clone()?,
            Self::Department => user.department.clone()?,
            Self::Division => user.employee_org_data.as_ref()?.division.clone()?,
            Self::ManagerId => Seed::get().manager(Seed::get().index(user))?.id.clone()?,
            Self::Lower(text) => text.of(user)?.to_lowercase(),
            Self::Upper(text) => text.of(user)?.to_uppercase(),
            Self::Trimmed(text) => text.of(user)?.trim().to_owned(),
            Self::With(text, end) => text.of(user)? + end,
            Self::From(text, start) => text.of(user)?.chars().skip(usize::from(*start)).collect(),
        })
    }
}

impl Number {
    fn expression(&self) -> Expression<User, i32> {
        match self {
            Self::SignIns => User::SIGN_IN_COUNT.into(),
            Self::Length(text) => text.expression().length(),
            Self::Index(text, part) => text.expression().index_of(part.as_str()),
            Self::Plus(number, other) => number.expression().plus(i32::from(*other)),
            Self::Minus(number, other) => number.expression().minus(i32::from(*other)),
            Self::Times(number, other) => number.expression().times(i32::from(*other)),
            Self::DividedBy(number, other) => number.expression().divided_by(i32::from(*other)),
            Self::Modulo(number, other) => number.expression().modulo(i32::from(*other)),
        }
    }

    /// Returns the number, which may be larger than those of users.
    fn of(&self, user: &User) -> Option<i128> {
        Some(match self {
            Self::SignIns => user.sign_in_count?.into(),
            Self::Length(text) => text.of(user)?.chars().count().try_into().ok()?,
            Self::Index(text, part) => {
                let text = text.of(user)?;
                let at = text.find(part.as_str()).map(|at| text[..at].chars().count());
                at.map_or(Some(-1), |at| at.try_into().ok())?
            }
            Self::Plus(number, other) => number.of(user)? + i128::from(*other),
            Self::Minus(number, other) => number.of(user)? - i128::from(*other),
            Self::Times(number, other) => number.of(user)? * i128::from(*other),
            Self::DividedBy(number, other) => number.of(user)?.checked_div(i128::from(*other))?,
            Self::Modulo(number, other) => number.of(user)?.checked_rem(i128::from(*other))?,
        })
    }

    /// Whether a remainder of a negative number is taken, for which the server is known to be wrong.
    fn is_disputed(&self, user: &User) -> bool {
        match self {
            Self::SignIns | Self::Length(_) | Self::Index(..) => false,
            Self::Modulo(number, other) => {
                let sign = number.of(user).map_or(0, i128::signum) * i128::from(other.signum());
                NEGATIVE_REMAINDER.is_about(sign < 0) || number.is_disputed(user)
            }
            Self::Plus(number, _) | Self::Minus(number, _) => number.is_disputed(user),
            Self::Times(number, _) | Self::DividedBy(number, _) => number.is_disputed(user),
        }
    }
}

impl Condition {
    pub fn filter(&self) -> Filter<User> {
        match self {
            Self::Text(text, comparison, value) => compared!(comparison, text.expression(), value.as_str()),
            Self::TextIn(text, values) => text.expression().is_in(values.iter().map(String::as_str)),
            Self::TextFunction(function, text, part) => match function {
                Function::Contains => text.expression().contains(part.as_str()),
                Function::StartsWith => text.expression().starts_with(part.as_str()),
                Function::EndsWith => text.expression().ends_with(part.as_str()),
            },
            Self::Number(number, comparison, value) => compared!(comparison, number.expression(), *value),
            Self::Enabled(comparison, value) => compared!(comparison, User::ACCOUNT_ENABLED, *value),
            Self::AgeGroup(group) => User::AGE_GROUP.eq(group),
            Self::NullText(text) => text.expression().is_null(),
            Self::NullNumber(number) => number.expression().is_null(),
            Self::Phones(quantifier, comparison, value) => {
                let item = compared!(comparison, Expression::<String, String>::item(), value.as_str());
                match quantifier {
                    Quantifier::Any => User::BUSINESS_PHONES.any(item),
                    Quantifier::All => User::BUSINESS_PHONES.all(item),
                }
            }
            Self::Issuers(quantifier, comparison, value) => {
                let item = compared!(comparison, ObjectIdentity::ISSUER, value.as_str());
                match quantifier {
                    Quantifier::Any => User::IDENTITIES.any(item),
                    Quantifier::All => User::IDENTITIES.all(item),
                }
            }
            Self::Devices(quantifier, comparison, value) => {
                let item = compared!(comparison, Device::OPERATING_SYSTEM, value.as_str());
                match quantifier {
                    Quantifier::Any => User::OWNED_DEVICES.any(item),
                    Quantifier::All => User::OWNED_DEVICES.all(item),
                }
            }
            Self::Plans(count) => {
                let count = i64::try_from(*count).unwrap_or(i64::MAX);
                User::ASSIGNED_LICENSES.any(AssignedLicense::DISABLED_PLANS.count().eq(count))
            }
            Self::Not(condition) => !condition.filter(),
            Self::And(left, right) => left.filter() & right.filter(),
            Self::Or(left, right) => left.filter() | right.filter(),
        }
    }

    pub fn truth(&self, user: &User) -> Truth {
        match self {
            Self::Text(text, comparison, value) => comparison.holds(text.of(user).as_deref(), value.as_str()),
            Self::TextIn(text, values) => match text.of(user) {
                None if IN_NULL.is_about(true) => Truth::Disputed,
                None => Truth::False,
                Some(text) => values.contains(&text).into(),
            },
            Self::TextFunction(function, text, part) => text.of(user).map_or(Truth::Null, |text| {
                match function {
                    Function::Contains => text.contains(part),
                    Function::StartsWith => text.starts_with(part),
                    Function::EndsWith => text.ends_with(part),
                }
                .into()
            }),
            Self::Number(number, ..) | Self::NullNumber(number) if number.is_disputed(user) => Truth::Disputed,
            Self::Number(number, comparison, value) => comparison.holds(number.of(user), i128::from(*value)),
            Self::Enabled(comparison, value) => comparison.holds(user.account_enabled, *value),
            Self::AgeGroup(group) => user.age_group.as_ref().is_some_and(|known| known == group).into(),
            Self::NullText(text) => text.of(user).is_none().into(),
            Self::NullNumber(number) => number.of(user).is_none().into(),
            Self::Phones(quantifier, comparison, value) => {
                let phones = user.business_phones.iter().flatten();
                quantifier.combined(phones.map(|phone| comparison.holds(Some(phone.as_str()), value)))
            }
            Self::Issuers(quantifier, comparison, value) => {
                let identities = user.identities.iter().flatten();
                quantifier.combined(identities.map(|identity| comparison.holds(identity.issuer.as_deref(), value)))
            }
            Self::Devices(quantifier, comparison, value) => {
                let devices = Seed::get().devices_of(Seed::get().index(user)).into_iter();
                quantifier.combined(devices.map(|device| comparison.holds(device.operating_system.as_deref(), value)))
            }
            Self::Plans(count) => {
                let licenses = user.assigned_licenses.iter().flatten();
                let mut counts = licenses.map(|license| license.disabled_plans.as_ref().map_or(0, Vec::len));
                counts.any(|plans| plans == *count).into()
            }
            Self::Not(condition) => condition.truth(user).not(),
            Self::And(left, right) => left.truth(user).and(right.truth(user)),
            Self::Or(left, right) => left.truth(user).or(right.truth(user)),
        }
    }
}
