use std::{borrow::Cow, sync::OnceLock};

use super::{AlsoRequires, Alternative, Permission, SchemePermissions};
use crate::{
    Error,
    diagnostic::{Code, Diagnostic},
    selection::Method,
};

/// Permissions of requests, as text that is searched and not parsed.
///
/// `cargo xtask metadata permissions` makes it from the documents that Microsoft publishes.
#[derive(Clone, Debug)]
pub struct PermissionTable {
    text: Cow<'static, str>,
    /// Where the sections end: the first line, permissions, sets.
    ends: [usize; 3],
}

impl PermissionTable {
    /// Returns the table of Graph v1.0. Nothing is parsed until something is looked up.
    #[must_use]
    pub fn embedded() -> &'static Self {
        static TABLE: OnceLock<PermissionTable> = OnceLock::new();
        TABLE.get_or_init(|| Self::from_text(graph_metadata::V1_0_PERMISSIONS).unwrap_or_default())
    }

    pub(super) const fn empty() -> Self {
        Self { text: Cow::Borrowed(""), ends: [0; 3] }
    }

    /// Returns the table in a text.
    ///
    /// # Errors
    ///
    /// Returns a diagnostic if the text is not a table of this version.
    pub fn from_text(text: impl Into<Cow<'static, str>>) -> Result<Self, Error> {
        let text = text.into();
        match ends(&text) {
            Some(ends) => Ok(Self { text, ends }),
            None => Err(Error::one(
                Diagnostic::error(Code::Setting, "not a table of permissions of version 1")
                    .help("make it with `cargo xtask metadata permissions`"),
            )),
        }
    }

    /// Returns the permission with a name, ignoring case.
    #[must_use]
    pub fn permission(&self, name: &str) -> Option<Permission<'_>> {
        self.permission_named(name).or_else(|| self.permissions().find(|known| known.name.eq_ignore_ascii_case(name)))
    }

    /// Returns all permissions, sorted by name.
    pub fn permissions(&self) -> impl Iterator<Item = Permission<'_>> {
        lines(self.permission_section()).map(|(name, facts)| Permission { name, facts })
    }

    /// Returns all requests of the table: the method, and the path in canonical form.
    pub fn requests(&self) -> impl Iterator<Item = (Method, &str)> {
        lines(self.request_section()).flat_map(|(path, methods)| {
            let methods = methods.split(' ').filter_map(|entry| Method::from_name(entry.split('=').next()?));
            methods.map(move |method| (method, path))
        })
    }

    fn permission_named(&self, name: &str) -> Option<Permission<'_>> {
        let (name, facts) = line(self.permission_section(), name)?;
        Some(Permission { name, facts })
    }

    /// The alternatives in the set with a key.
    pub(super) fn set(&self, key: &str) -> SchemePermissions<'_> {
        let text = line(self.set_section(), key).map(|(_, text)| text);
        text.map(|text| alternatives(text, |name| self.permission_named(name))).unwrap_or_default()
    }

    /// The lines of sets: a key, and the alternatives.
    pub(super) fn sets(&self) -> impl Iterator<Item = (&str, &str)> {
        lines(self.set_section())
    }

    /// The lines of requests: a path, and the sets by method.
    pub(super) fn request_section(&self) -> &str {
        &self.text[self.ends[2]..]
    }

    fn permission_section(&self) -> &str {
        &self.text[self.ends[0]..self.ends[1]]
    }

    fn set_section(&self) -> &str {
        &self.text[self.ends[1]..self.ends[2]]
    }
}

impl Default for PermissionTable {
    /// A table without requests.
    fn default() -> Self {
        Self::empty()
    }
}

/// The alternatives in the text of a set. `named` finds a permission by its name.
pub(super) fn alternatives<'t>(text: &'t str, named: impl Fn(&str) -> Option<Permission<'t>>) -> SchemePermissions<'t> {
    let mut permissions = SchemePermissions::default();
    for entry in text.split(' ') {
        let (entry, is_least) = match entry.strip_prefix('*') {
            Some(entry) => (entry, true),
            None => (entry, false),
        };
        let (name, also) = entry.split_once('+').unwrap_or((entry, ""));
        let Some(permission) = named(name) else { continue };
        let mut required: Vec<Permission<'t>> = Vec::new();
        for name in also.split(',').filter(|name| !name.is_empty()) {
            // A name without facts still has to be shown.
            required.push(named(name).unwrap_or(Permission { name, facts: "" }));
        }
        let also = match (required.pop(), required.is_empty()) {
            (None, _) => AlsoRequires::Nothing,
            (Some(one), true) => AlsoRequires::One(one),
            (Some(last), false) => {
                required.push(last);
                AlsoRequires::Ambiguous(required)
            }
        };
        let list = match (permission.is_resource_specific(), is_least) {
            (true, _) => &mut permissions.resource_specific,
            (false, true) => &mut permissions.least,
            (false, false) => &mut permissions.higher,
        };
        list.push(Alternative { permission, also });
    }
    permissions
}

/// Where the sections end, according to the first line.
fn ends(text: &str) -> Option<[usize; 3]> {
    let head = &text[..=text.find('\n')?];
    let mut sizes = head.trim_end().strip_prefix("graph-codegen permissions 1 ")?.split(' ').map(str::parse::<usize>);
    let mut end = head.len();
    let mut ends = [end; 3];
    for index in 1..=3 {
        end = end.checked_add(sizes.next()?.ok()?)?;
        if text.as_bytes().get(end.checked_sub(1)?) != Some(&b'\n') {
            return None;
        }
        if let Some(place) = ends.get_mut(index) {
            *place = end;
        }
    }
    (end == text.len()).then_some(ends)
}

/// The lines of a section: the first word, and the rest.
pub(super) fn lines(section: &str) -> impl Iterator<Item = (&str, &str)> {
    section.lines().map(|line| line.split_once(' ').unwrap_or((line, "")))
}

/// The line that begins with a word: the word and the rest.
pub(super) fn line<'t>(section: &'t str, word: &str) -> Option<(&'t str, &'t str)> {
    let start = lower_bound(section, (0, section.len()), &format!("{word} "));
    let (found, rest) = section.get(start..)?.split_at_checked(word.len())?;
    let rest = rest.strip_prefix(' ').filter(|_| found == word)?;
    Some((found, rest.split('\n').next().unwrap_or(rest)))
}

/// Where the first line begins that is not less than a prefix, in a part of a section. The lines of a section are
/// sorted.
pub(super) fn lower_bound(section: &str, (mut low, mut high): (usize, usize), prefix: &str) -> usize {
    let bytes = section.as_bytes();
    while low < high {
        let mut middle = low + (high - low) / 2;
        while !section.is_char_boundary(middle) {
            middle -= 1;
        }
        // Searches for a character are fast even in builds without optimization.
        let start = section[low..middle].rfind('\n').map_or(low, |at| low + at + 1);
        let end = section[middle..high].find('\n').map_or(high, |at| middle + at + 1);
        match bytes[start..end] < *prefix.as_bytes() {
            true => low = end,
            false => high = start,
        }
    }
    low
}
