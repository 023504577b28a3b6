use std::{fmt, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header};

use super::{
    final_response::{FinalResponse, final_response},
    links::Links,
    progress::{Progress, WorkState},
};
use crate::{
    client::Client,
    description::Description,
    error::{Error, ServiceError},
    operation::{Operation, Respond, answer_of, read_response},
    pipeline::{CallOptions, Exchange, LinkTarget, Settings},
    text::is_blank_link,
    time::{Timer, retry_after},
    transport::{Redirects, ResponseMemory},
};

/// Waits for a long-running operation.
///
/// [`begin`](crate::Call::begin) returns a poller, where `send` would only return the first response. The poller asks
/// the service for the progress as often as the service wants (`Retry-After`). By default it waits one second first,
/// and twice as long each time, up to 30 seconds. The total time has a [limit](Self::limit).
///
/// The service chooses the URLs of the monitor and of the result, and they are often on another host. An access token
/// is sent only to the service's own origin. Other hosts must use https, unless they and the service are on this
/// machine.
///
/// ```no_run
/// # use graph_runtime as rt;
/// # async fn example<Item: rt::Respond>(copy: rt::Call<Item>) -> Result<(), rt::Error> {
/// let mut work = copy.begin().await?; // `service.drives().by_id("…").items().by_id("…").copy(&parameters)`
/// while work.poll().await?.state() == rt::WorkState::Running {
///     println!("{:?} %", work.progress().percentage());
/// }
/// println!("the copy is {:?}", work.progress().resource_id());
/// # Ok(()) }
/// ```
#[must_use = "call `wait` or `result`"]
pub struct Poller<R: Respond> {
    client: Client,
    description: Description,
    options: Option<CallOptions>,
    state: State<R::Output>,
    progress: Progress,
    limit: Duration,
    /// The timer's elapsed time when the operation began.
    started: Duration,
}

enum State<T> {
    /// The operation is running. The result will be at `result`, if known; `wait` is the time the service asks to wait.
    Running { monitor: Box<LinkTarget>, result: Option<Box<LinkTarget>>, wait: Option<Duration>, polls: u32 },
    /// The operation is done, and the result is at this link.
    ResultAt(Box<LinkTarget>),
    /// The operation is done. The result is known, or the service does not say where it is.
    Done(Option<T>),
}

const UNKNOWN: Description = Description::get("long-running work", "(long-running work)");
const DEFAULT_LIMIT: Duration = Duration::from_secs(60 * 60);
/// The longest wait between polls if the service does not ask for one.
const MAX_DEFAULT_WAIT: Duration = Duration::from_secs(30);
/// The shortest wait between polls, even if the service asks for none.
const MIN_WAIT: Duration = Duration::from_millis(250);

impl<R: Respond> Poller<R> {
    pub(crate) async fn begin<O>(client: &Client, operation: &O) -> Result<Self, Error>
    where
        O: Operation<Output = R::Output> + Sync,
    {
        let response = client.exchange(operation).await?;
        // The service has received the request.
        Self::begun(client, operation, response).map_err(|error| error.sent_before(true))
    }

    fn begun<O>(client: &Client, operation: &O, response: http::Response<Bytes>) -> Result<Self, Error>
    where
        O: Operation<Output = R::Output>,
    {
        let mut poller = Self::new(client, operation.description(), operation.options().cloned());
        let links = Links::of(response.headers());
        match links.monitor.filter(|_| response.status() == StatusCode::ACCEPTED) {
            Some(link) => {
                let result = links.result.map(|link| poller.target(&link).map(Box::new)).transpose()?;
                let wait = poller.asked_to_wait(response.headers());
                poller.progress = Progress::read(response.body()).unwrap_or_default();
                poller.state = State::Running { monitor: Box::new(poller.target(&link)?), result, wait, polls: 0 };
            }
            None => {
                poller.state = State::Done(Some(operation.read(response)?));
                poller.progress = Progress::done();
            }
        }
        Ok(poller)
    }

    pub(crate) fn resume(client: &Client, link: &str) -> Result<Self, Error> {
        let mut poller = Self::new(client, &UNKNOWN, None);
        if is_blank_link(link) {
            return Err(Error::invalid_link(&UNKNOWN, "the link is empty"));
        }
        let (monitor, wait) = (Box::new(poller.target(link)?), Some(Duration::ZERO));
        poller.state = State::Running { monitor, result: None, wait, polls: 0 };
        Ok(poller)
    }

    fn new(client: &Client, description: &Description, options: Option<CallOptions>) -> Self {
        Self {
            client: client.clone(),
            description: description.clone(),
            options,
            state: State::Done(None),
            progress: Progress::default(),
            limit: DEFAULT_LIMIT,
            started: client.settings.timer().map_or(Duration::ZERO, Timer::elapsed),
        }
    }

    /// Resolves a link of the service.
    fn target(&self, link: &str) -> Result<LinkTarget, Error> {
        LinkTarget::below(link, self.client.root(), &self.name())
    }

    /// Sets the limit of the total time to wait. The default is an hour. The service may still finish after it.
    pub fn limit(mut self, time: Duration) -> Self {
        self.limit = time;
        self
    }

    /// Returns the monitor's URL, or `None` if the operation is done.
    ///
    /// [`Client::resume_work`](crate::Client::resume_work) continues from it. Treat it as a secret: some monitors need
    /// no other credential.
    #[must_use]
    pub fn monitor(&self) -> Option<String> {
        match &self.state {
            State::Running { monitor, .. } => Some(monitor.uri.to_string()),
            _ => None,
        }
    }

    /// Returns the progress that the service last reported.
    #[must_use]
    pub const fn progress(&self) -> &Progress {
        &self.progress
    }

    /// Asks the service for the progress, without waiting.
    ///
    /// # Errors
    ///
    /// See [`Error`]; [`ErrorKind::Service`](crate::ErrorKind::Service) with the service's code if the operation
    /// failed, even if the status of the response is 200; [`ErrorKind::InsecureLink`](crate::ErrorKind::InsecureLink)
    /// for a link to another machine over plain http.
    pub async fn status(&mut self) -> Result<&Progress, Error> {
        let State::Running { monitor, .. } = &self.state else { return Ok(&self.progress) };
        let target = monitor.clone();
        let response = self.get(&target, "application/json", Redirects::Refuse).await?;
        self.update(&target, response).map_err(|error| error.sent_before(true))?;
        Ok(&self.progress)
    }

    /// Waits as long as the service asks, and then asks it for the progress.
    ///
    /// # Errors
    ///
    /// As [`status`](Self::status); [`ErrorKind::Unfinished`](crate::ErrorKind::Unfinished) if waiting would exceed the
    /// limit, and [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if the client has no timer.
    pub async fn poll(&mut self) -> Result<&Progress, Error> {
        if let State::Running { wait, polls, .. } = &self.state {
            let Some(timer) = self.client.settings.timer() else {
                return Err(Error::no_timer(&self.description).sent_before(true));
            };
            let wait = wait.unwrap_or_else(|| MAX_DEFAULT_WAIT.min(Duration::from_secs(1 << (*polls).min(5))));
            let wait = if *polls == 0 { wait } else { wait.max(MIN_WAIT) };
            if timer.elapsed().saturating_sub(self.started).saturating_add(wait) > self.limit {
                return Err(Error::unfinished(&self.description, self.limit));
            }
            timer.wait(wait).await;
        }
        self.status().await
    }

    /// Waits until the operation is done, and returns the final progress, with the new resource's id for example.
    ///
    /// # Errors
    ///
    /// As [`poll`](Self::poll).
    pub async fn wait(&mut self) -> Result<&Progress, Error> {
        while matches!(self.state, State::Running { .. }) {
            self.poll().await?;
        }
        Ok(&self.progress)
    }

    /// Waits until the operation is done, and returns the result.
    ///
    /// # Errors
    ///
    /// As [`poll`](Self::poll); [`ErrorKind::Decode`](crate::ErrorKind::Decode) if the service does not say where the
    /// result is. Use [`wait`](Self::wait) for the final progress.
    pub async fn result(mut self) -> Result<R::Output, Error> {
        self.wait().await?;
        match std::mem::replace(&mut self.state, State::Done(None)) {
            State::Done(Some(output)) => Ok(output),
            State::ResultAt(target) => {
                let response = self.get(&target, R::ACCEPT, R::REDIRECTS).await?;
                read_response::<R>(response, &self.description, &HeaderMap::new())
            }
            // An operation without a result needs no link to it.
            _ => {
                let nothing = http::Response::default();
                let response = answer_of(&nothing, &self.description);
                R::respond(&response).map_err(|_| {
                    response.undecodable(
                        "the service finished without a link to the result; use `wait` for the final progress",
                    )
                })
            }
        }
    }

    fn update(&mut self, from: &LinkTarget, response: http::Response<Bytes>) -> Result<(), Error> {
        let response = match final_response(response) {
            FinalResponse::Unwrapped(response) => return self.finish(response),
            FinalResponse::Unreadable(response, problem) => {
                return Err(answer_of(&response, &self.description).undecodable(problem));
            }
            FinalResponse::Plain(response) => response,
        };
        let (status, links) = (response.status(), Links::of(response.headers()));
        let wait = self.asked_to_wait(response.headers());
        let next = |link: &str, poller: &Self| from.next(link, poller.client.root(), &poller.name());
        if status.is_redirection()
            && let Some(link) = &links.location
        {
            self.state = State::ResultAt(Box::new(next(link, self)?));
            self.progress = std::mem::take(&mut self.progress).succeeded();
            return Ok(());
        }
        if !status.is_success() {
            return Err(ServiceError::new(response, &self.description).into());
        }
        let progress = Progress::read(response.body());
        let name = self.name();
        let State::Running { monitor, result, wait: to_wait, polls } = &mut self.state else { return Ok(()) };
        match progress.as_ref().map(Progress::state) {
            Some(WorkState::Failed) => {
                self.progress = progress.unwrap_or_default();
                return Err(ServiceError::new(response, &self.description).into());
            }
            Some(WorkState::Succeeded) => {
                let known = result.take();
                self.progress = progress.unwrap_or_default();
                let location = match (self.progress.resource_location(), known) {
                    (Some(link), _) => Some(Box::new(next(link, self)?)),
                    (None, known) => known,
                };
                self.state = location.map_or(State::Done(None), State::ResultAt);
            }
            Some(WorkState::Running) | None if status == StatusCode::ACCEPTED || progress.is_some() => {
                let moved = links.monitor.map(|link| from.next(&link, self.client.root(), &name)).transpose()?;
                **monitor = moved.unwrap_or_else(|| from.clone());
                *to_wait = wait;
                *polls = polls.saturating_add(1);
                self.progress = progress.unwrap_or_default();
            }
            _ => {
                let known = result.take();
                self.progress = Progress::done();
                self.state = match known {
                    known if response.body().is_empty() => known.map_or(State::Done(None), State::ResultAt),
                    _ => State::Done(Some(read_response::<R>(response, &self.description, &HeaderMap::new())?)),
                };
            }
        }
        Ok(())
    }

    /// Ends with the response that the service would have sent at once.
    fn finish(&mut self, response: http::Response<Bytes>) -> Result<(), Error> {
        if !response.status().is_success() {
            return Err(ServiceError::new(response, &self.description).into());
        }
        self.progress = Progress::done();
        let is_empty = response.body().is_empty();
        let output = match read_response::<R>(response, &self.description, &HeaderMap::new()) {
            Ok(output) => Some(output),
            // `wait` needs no result.
            Err(_) if is_empty => None,
            Err(error) => return Err(error),
        };
        self.state = State::Done(output);
        Ok(())
    }

    async fn get(
        &self,
        target: &LinkTarget,
        accept: &'static str,
        redirects: Redirects,
    ) -> Result<http::Response<Bytes>, Error> {
        let settings: &Settings = &self.client.settings;
        let description = Description { method: http::Method::GET, ..self.description.clone() };
        let exchange = Exchange {
            token_scope: target.token_scope,
            ..Exchange::to_service(settings, &description, self.options.as_ref())
        };
        let build = || {
            let mut request = http::Request::new(Bytes::new());
            *request.uri_mut() = target.uri.clone();
            request.headers_mut().insert(header::ACCEPT, HeaderValue::from_static(accept));
            Ok(request)
        };
        // The service has received the request that began the work.
        let mut response = exchange.run(settings, &build).await.map_err(|error| error.sent_before(true))?;
        if redirects == Redirects::Follow {
            // Boxed, so that a rare case does not enlarge all futures.
            let followed = exchange.follow_redirects_from(target.clone(), settings, &build, response);
            response = Box::pin(followed).await?;
        }
        ResponseMemory::attach(&settings.limits, &mut response);
        Ok(response)
    }

    fn asked_to_wait(&self, headers: &HeaderMap) -> Option<Duration> {
        let timer = self.client.settings.timer()?;
        retry_after(headers, timer.now())
    }

    fn name(&self) -> String {
        self.description.to_string()
    }
}

impl<R: Respond> fmt::Debug for Poller<R> {
    /// Omits the links, since some are secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Poller")
            .field("operation", &self.name())
            .field("state", &self.progress.state())
            .finish_non_exhaustive()
    }
}

impl Client {
    /// Continues to wait for a long-running operation, from the [monitor](Poller::monitor) of an earlier poller.
    ///
    /// `R` is the type of the result.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidLink`](crate::ErrorKind::InvalidLink) if the link is not valid.
    pub fn resume_work<R: Respond>(&self, link: &str) -> Result<Poller<R>, Error> {
        Poller::resume(self, link)
    }
}
