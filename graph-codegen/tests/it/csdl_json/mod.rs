//! CSDL JSON says the same as CSDL XML.

mod element;
mod equivalence;
mod reading;
mod to_json;
mod to_xml;
