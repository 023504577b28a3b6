//! Functions, arithmetic and types in `$filter`.

use graph_runtime::{Date, Decimal, Filter, TimeOfDay};
use graph_tests::tenant::{DirectoryObject, Group, User};

use super::{Comparison, disagreements};

/// Compares the users for which a value meets a condition; users without the value do not.
macro_rules! users {
    ($all:ident: $($name:literal: $filter:expr, $value:ident => $holds:expr;)*) => {$(
        $all.filter($name, $filter, |user: &User| user.$value.as_ref().is_some_and(|$value| $holds)).await;
    )*};
}

pub async fn texts(mut all: Comparison) {
    let name = User::DISPLAY_NAME;
    users! { all:
        "contains": name.contains("O'"), display_name => display_name.contains("O'");
        "contains %": name.contains("%2"), display_name => display_name.contains("%2");
        "contains &": name.contains(" & "), display_name => display_name.contains(" & ");
        "contains +": name.contains("+"), display_name => display_name.contains('+');
        "contains #": name.contains("#"), display_name => display_name.contains('#');
        "contains a line feed": name.contains("\n"), display_name => display_name.contains('\n');
        "contains a backslash": name.contains("\\"), display_name => display_name.contains('\\');
        "contains nothing": name.contains(""), display_name => display_name.contains("");
        "contains a zero-width joiner": name.contains("\u{200d}"), display_name => display_name.contains('\u{200d}');
        "startswith": name.starts_with("A"), display_name => display_name.starts_with('A');
        "endswith": name.ends_with("'"), display_name => display_name.ends_with('\'');
        "length": name.length().gt(10), display_name => display_name.chars().count() > 10;
        "length of nothing": name.length().eq(0), display_name => display_name.is_empty();
        "indexof": name.index_of("b").eq(2), display_name => display_name.find('b') == Some(2);
        "indexof, absent": name.index_of("O'").eq(-1), display_name => !display_name.contains("O'");
        "substring": name.substring(4).eq("O'Brien"), display_name => display_name.get(4..) == Some("O'Brien");
        "tolower": name.to_lower().eq("ada o'brien"), display_name => display_name.to_lowercase() == "ada o'brien";
        "toupper": name.to_upper().contains("Ü"), display_name => display_name.to_uppercase().contains('Ü');
        "trim": name.trim().eq("padded"), display_name => display_name.trim() == "padded";
        "concat": name.concat("!").eq("''!"), display_name => display_name == "''";
        "nested": name.trim().to_upper().substring(1).length().eq(5), display_name =>
            display_name.trim().to_uppercase().chars().count() == 6;
    }
    let is_department = |user: &User| {
        user.display_name.as_ref().is_some_and(|name| user.department.as_ref().is_some_and(|part| name.contains(part)))
    };
    all.filter("contains a property", name.contains(User::DEPARTMENT), is_department).await;
    let is_named = |user: &User| {
        let both = user.display_name.as_ref().zip(user.id.as_ref()).map(|(name, id)| format!("{name}{id}"));
        both.is_some_and(|both| both.ends_with("'brien"))
    };
    all.filter("concat of a property", name.concat(User::ID).ends_with("'brien"), is_named).await;
    all.finish(23);
}

#[needs::odatapy]
#[tokio::test]
async fn patterns() {
    let mut all = Comparison::of(super::seeded());
    let name = User::DISPLAY_NAME;
    users! { all:
        "matchesPattern": name.matches_pattern("^[A-Z].*[0-9a-z]$"), display_name => matches(display_name);
    }
    all.finish(1);
}

/// The regular expression `^[A-Z].*[0-9a-z]$`, where `.` does not match a line feed.
fn matches(name: &str) -> bool {
    let is_end = |last: char| last.is_ascii_digit() || last.is_ascii_lowercase();
    name.chars().count() > 1
        && name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.ends_with(is_end)
        && !name.contains('\n')
}

pub async fn dates_and_times(mut all: Comparison) {
    let (created, birth, start) = (User::CREATED_DATE_TIME, User::BIRTH_DATE, User::WORK_START);
    let date: Date = "2020-02-29".parse().expect("a date");
    let time: TimeOfDay = "12:30:45.123".parse().expect("a time");
    let fraction: Decimal = "0.123".parse().expect("a number");
    users! { all:
        "year": created.year().eq(2020), created_date_time => created_date_time.local().year() == 2020;
        "month": created.month().lt(3), created_date_time => created_date_time.local().month() < 3;
        "day": created.day().eq(29), created_date_time => created_date_time.local().day() == 29;
        "hour": created.hour().ge(12), created_date_time => created_date_time.local().hour() >= 12;
        "minute": created.minute().eq(30), created_date_time => created_date_time.local().minute() == 30;
        "second": created.second().eq(45), created_date_time => created_date_time.local().second() == 45;
        "date": created.date().eq(date), created_date_time => created_date_time.local().date() == date;
        "time": created.time().eq(time), created_date_time =>
            created_date_time.local().time() == "12:30:45.123".parse().expect("a time");
        "fractionalseconds": created.fractional_seconds().eq(&fraction), created_date_time =>
            created_date_time.local().subsec_nanosecond() == 123_000_000;
        "year of a date": birth.year().lt(1971), birth_date => birth_date.year() < 1971;
        "month of a date": birth.month().eq(6), birth_date => birth_date.month() == 6;
        "day of a date": birth.day().gt(28), birth_date => birth_date.day() > 28;
        "hour of a time": start.hour().eq(8), work_start => work_start.to_string().starts_with("08");
        "minute of a time": start.minute().eq(59), work_start => work_start.to_string().contains(":59:");
        "second of a time": start.second().eq(1), work_start => work_start.to_string().ends_with(":01");
    }
    all.finish(15);
}

pub async fn numbers(mut all: Comparison) {
    let (count, score, quota, balance) = (User::SIGN_IN_COUNT, User::RISK_SCORE, User::QUOTA_USED, User::BALANCE);
    let half: Decimal = "6.25".parse().expect("a number");
    users! { all:
        "add": count.plus(1).eq(8), sign_in_count => *sign_in_count == 7;
        "sub": count.minus(2).lt(0), sign_in_count => i64::from(*sign_in_count) - 2 < 0;
        "sub a negative number": count.minus(-1).eq(8), sign_in_count => *sign_in_count == 7;
        "mul": count.times(2).eq(84), sign_in_count => *sign_in_count == 42;
        "div": count.divided_by(2).eq(3), sign_in_count => *sign_in_count == 7;
        "div truncates": count.divided_by(2).eq(-2), sign_in_count => sign_in_count / 2 == -2;
        "products before sums": count.plus(1).times(2).eq(16), sign_in_count => *sign_in_count == 7;
        "sums after products": count.times(2).plus(1).eq(15), sign_in_count => *sign_in_count == 7;
        "differences": count.minus(count.minus(1)).eq(1), sign_in_count => i64::from(*sign_in_count) < i64::MAX;
        "Int64": quota.minus(1).eq(1i64 << 53), quota_used => *quota_used == (1 << 53) + 1;
        "Double": score.times(2.0).eq(-5.0), risk_score => *risk_score == -2.5;
        "Double, div": score.divided_by(2.0).gt(1.0), risk_score => risk_score / 2.0 > 1.0;
        "Decimal": balance.divided_by(2).eq(&half), balance => balance.to_f64() == 12.5;
        "round": score.round().eq(4.0), risk_score => risk_score.round() == 4.0;
        "round below zero": score.round().eq(-3.0), risk_score => risk_score.round() == -3.0;
        "floor": score.floor().eq(-3.0), risk_score => risk_score.floor() == -3.0;
        "ceiling": score.ceiling().eq(1.0), risk_score => risk_score.ceil() == 1.0;
        "Decimal, floor": balance.floor().eq(-1), balance => balance.to_f64().floor() == -1.0;
    }
    let is_two = |user: &User| user.sign_in_count.is_some_and(|count| count % 5 == 2);
    let is_negative = |user: &User| user.sign_in_count.is_some_and(|count| count < 0);
    all.filter_but("mod", count.modulo(5).eq(2), is_two, |user| {
        disagreements::NEGATIVE_REMAINDER.is_about(is_negative(user))
    })
    .await;
    let wider = User::FLOOR.plus(1i16).eq(13i16);
    all.filter("Int16", wider, |user| user.floor == Some(12)).await;
    all.finish(20);
}

/// `isof`, and casts of the path.
pub async fn types(mut all: Comparison) {
    let seed = all.seed;
    all.filter("isof of the own type", Filter::is_of::<User>(), |_: &User| true).await;
    let is_user = User::MEMBER_OF.any(Filter::<DirectoryObject>::is_of::<Group>());
    all.filter("isof within any", is_user, |user| !seed.groups_of(seed.index(user)).is_empty()).await;
    let none = User::MEMBER_OF.any(!Filter::<DirectoryObject>::is_of::<Group>());
    all.filter("not isof within any", none, |_| false).await;
    let nested = User::MEMBER_OF.cast::<Group>().any(Group::MEMBERS.any(Filter::<DirectoryObject>::is_of::<User>()));
    all.filter("isof within any of any", nested, |user| !seed.groups_of(seed.index(user)).is_empty()).await;
    all.finish(4);
}
