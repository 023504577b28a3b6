//! Plans parameters for the query options and headers that a service requires.

use crate::{
    edm::Annotation,
    facts::{
        CustomOption,
        term::{DELETE_RESTRICTIONS, INSERT_RESTRICTIONS, UPDATE_RESTRICTIONS},
    },
    naming::{Identifier, Scope, Wanted, snake},
    plan::{
        Method, MethodKind, Parameter, RequiredOption, Signature,
        docs::{option_docs, required_docs},
        required_option::option_type,
    },
};

/// A variable of generated methods, which no parameter can have the name of.
const VARIABLE: &str = "resource";

/// Adds a parameter for each required option.
pub(super) fn require(mut signature: Signature, options: &[CustomOption]) -> (Signature, Vec<RequiredOption>) {
    let mut taken: Vec<&str> = signature.parameters.iter().map(|parameter| parameter.name.as_str()).collect();
    taken.push(VARIABLE);
    let mut scope = Scope::with(&taken);
    let options: Vec<&CustomOption> = options.iter().filter(|option| option.is_required).collect();
    let wanted = options.iter().map(|option| {
        let name = option.name.as_str();
        (name, Wanted::default(name, Identifier::forced(&snake(name))))
    });
    let mut required = Vec::with_capacity(options.len());
    for (name, option) in scope.claim_all(wanted.collect(), "_option", |_| String::new()).into_iter().zip(options) {
        let (declared, accepts) = option_type(option.value);
        signature = signature.with(Parameter::new(name.clone(), declared, accepts));
        required.push(RequiredOption { place: option.place, wire_name: option.name.clone(), parameter: name });
    }
    (signature, required)
}

/// Adds the options of requests on a resource to the method that addresses it: those for reading it become parameters,
/// and others are documented, since not all requests need them.
pub(super) fn address_with(mut method: Method, read: &[CustomOption], annotations: &[Annotation]) -> Method {
    let (signature, required) = require(method.signature, read);
    method.signature = signature;
    method.docs.extend(option_docs(read, &required));
    for (term, http) in
        [(INSERT_RESTRICTIONS, "`POST`"), (UPDATE_RESTRICTIONS, "`PATCH`"), (DELETE_RESTRICTIONS, "`DELETE`")]
    {
        method.docs.extend(required_docs(http, &CustomOption::of_term(annotations, term)));
    }
    method.docs.extend(required_docs("`GET` by key", &CustomOption::of_read_by_key(annotations)));
    if let MethodKind::Segment(segment) = &mut method.kind {
        segment.options = required;
    }
    method
}
