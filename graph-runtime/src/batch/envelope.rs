use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, header};

use super::{
    call_id,
    json_request::JsonRequest,
    json_responses::JsonResponses,
    multipart_request::MultipartRequest,
    multipart_responses,
    part_error::{PartError, PartResult, copy_of},
    pending_call::PendingCall,
    unit::{Unit, units},
};
use crate::{
    description::Description,
    error::Cause,
    service::{BatchFormat, ServiceProfile, ServiceRoot, insert_header, write_query},
};

/// The description of the request in telemetry and errors.
pub(super) static DESCRIPTION: Description = Description::post("$batch", "/$batch");

/// The HTTP request that carries calls, in one of the formats.
pub(super) struct Envelope {
    body: Bytes,
    headers: HeaderMap,
    /// What the parts of the response are for.
    units: Vec<Unit>,
    format: BatchFormat,
    max_parts: usize,
    /// The query options of every request.
    query_options: &'static [(&'static str, &'static str)],
}

impl Envelope {
    /// Writes the calls at these indexes.
    pub(super) fn write(
        calls: &[PendingCall],
        indexes: &[usize],
        profile: &ServiceProfile,
        own_headers: &HeaderMap,
    ) -> Result<Self, Cause> {
        let format = profile.batch_format();
        let mut headers = HeaderMap::new();
        let body = match format {
            BatchFormat::Multipart => {
                let request = MultipartRequest::write(calls, indexes, profile.version())?;
                headers.insert(header::ACCEPT, HeaderValue::from_static("multipart/mixed"));
                headers.insert(header::CONTENT_TYPE, request.content_type);
                request.body
            }
            BatchFormat::Json | BatchFormat::None => {
                let json = HeaderValue::from_static("application/json");
                headers.insert(header::ACCEPT, json.clone());
                headers.insert(header::CONTENT_TYPE, json);
                JsonRequest { calls, indexes, has_rooted_urls: profile.is_graph() }.to_bytes()?
            }
        };
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
        if let Some(preference) = profile.continue_on_error() {
            headers.insert(HeaderName::from_static("prefer"), HeaderValue::from_static(preference));
        }
        for (name, value) in own_headers {
            insert_header(&mut headers, name.clone(), value.clone());
        }
        let max_parts = profile.batch_size().saturating_mul(5);
        Ok(Self {
            body,
            headers,
            units: units(calls, indexes),
            format,
            max_parts,
            query_options: profile.query_options(),
        })
    }

    /// Returns the request for a service.
    pub(super) fn request(&self, root: &ServiceRoot) -> Result<http::Request<Bytes>, http::Error> {
        let mut uri = format!("{}/$batch", root.as_str());
        write_query(self.query_options, &mut uri);
        let mut request = http::Request::builder().method(Method::POST).uri(uri).body(self.body.clone())?;
        *request.headers_mut() = self.headers.clone();
        Ok(request)
    }

    /// Reads the response to each call.
    pub(super) fn read(&self, response: &http::Response<Bytes>) -> Result<Vec<(usize, PartResult)>, Cause> {
        let mut responses = if self.format == BatchFormat::Multipart {
            multipart_responses::read(response.headers(), response.body(), &self.units)?
        } else {
            let mut responses = JsonResponses::read(response.body(), self.max_parts)?;
            let indexes = self.units.iter().flat_map(Unit::indexes);
            indexes.map(|index| (*index, responses.take(&call_id(*index)))).collect()
        };
        let mut rest = responses.as_mut_slice();
        for unit in &self.units {
            let (of_unit, others) = rest.split_at_mut(unit.indexes().len().min(rest.len()));
            share_failure(of_unit);
            rest = others;
        }
        Ok(responses)
    }
}

/// Gives the calls of a change set the response of the one that failed, if the service sent no other: it executed none.
fn share_failure(responses: &mut [(usize, PartResult)]) {
    let has_failed =
        |(_, result): &&(usize, PartResult)| result.as_ref().is_ok_and(|response| !response.status().is_success());
    let Some((_, Ok(failure))) = responses.iter().find(has_failed) else { return };
    let failure = copy_of(failure);
    for (_, result) in responses {
        if result.as_ref().is_err_and(PartError::is_missing) {
            *result = Ok(copy_of(&failure));
        }
    }
}
