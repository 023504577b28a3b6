use std::{fmt, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header};

use super::{
    links::Links,
    progress::{Progress, WorkState},
};
use crate::{
    client::Client,
    description::Description,
    error::{Error, ServiceError},
    operation::{Operation, Respond, answer_of, read_response},
    pipeline::{CallOptions, Exchange, LinkTarget, Settings},
    time::{Timer, retry_after},
};

/// Waits for work that a service does in its own time.
///
/// A request that is [begun](crate::Call::begin) instead of sent gives it. The service is asked as often as it wants to be
/// (`Retry-After`; otherwise after a second, and then ever more rarely up to every 30), within a [limit](Self::limit).
///
/// Where to ask is the service's to say, and often another host: then no token goes along, and only https, or this machine, is asked. A
/// token goes to where the result is only if that is the service itself.
///
/// ```no_run
/// # use graph_runtime as rt;
/// # async fn example<Item: rt::Respond>(copy: rt::Call<Item>) -> Result<(), rt::Error> {
/// let mut work = copy.begin().await?; // `service.drives().by_id("…").items().by_id("…").copy(&parameters)`, say
/// while work.poll().await?.state() == rt::WorkState::Running {
///     println!("{:?} %", work.progress().percentage());
/// }
/// println!("the copy is {:?}", work.progress().resource_id());
/// # Ok(()) }
/// ```
#[must_use = "the service works on, but nobody waits"]
pub struct Poller<R: Respond> {
    client: Client,
    description: Description,
    options: Option<CallOptions>,
    state: State<R::Output>,
    progress: Progress,
    limit: Duration,
    /// What the timer showed then.
    begun: Duration,
}

enum State<T> {
    /// Ask there, after this time if the service said one; the second is where the result will be, if that is known.
    Running { monitor: Box<LinkTarget>, result: Option<Box<LinkTarget>>, wait: Option<Duration>, asked: u32 },
    /// The result is there.
    At(Box<LinkTarget>),
    /// This is the result, or nobody says where it is.
    Done(Option<T>),
}

const WITHOUT_NAME: Description = Description::get("long-running work", "(long-running work)");
const LIMIT: Duration = Duration::from_secs(60 * 60);
/// Without a word of the service.
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// Even where the service says that there is no need to wait.
const SHORTEST_WAIT: Duration = Duration::from_millis(250);

impl<R: Respond> Poller<R> {
    pub(crate) async fn begin<O>(client: &Client, operation: &O) -> Result<Self, Error>
    where
        O: Operation<Output = R::Output> + Sync,
    {
        let answer = client.exchange(operation).await?;
        let mut made = Self::new(client, operation.description(), operation.options().cloned());
        let links = Links::of(answer.headers());
        match links.monitor.filter(|_| answer.status() == StatusCode::ACCEPTED) {
            Some(link) => {
                let result = links.result.map(|link| made.target(&link).map(Box::new)).transpose()?;
                let wait = made.asked_to_wait(answer.headers());
                made.progress = Progress::read(answer.body()).unwrap_or_default();
                made.state = State::Running { monitor: Box::new(made.target(&link)?), result, wait, asked: 0 };
            }
            None => {
                made.state = State::Done(Some(operation.read(answer)?));
                made.progress = Progress::done();
            }
        }
        Ok(made)
    }

    pub(crate) fn resume(client: &Client, link: &str) -> Result<Self, Error> {
        let mut made = Self::new(client, &WITHOUT_NAME, None);
        let (monitor, wait) = (Box::new(made.target(link)?), Some(Duration::ZERO));
        made.state = State::Running { monitor, result: None, wait, asked: 0 };
        Ok(made)
    }

    fn new(client: &Client, description: &Description, options: Option<CallOptions>) -> Self {
        Self {
            client: client.clone(),
            description: description.clone(),
            options,
            state: State::Done(None),
            progress: Progress::default(),
            limit: LIMIT,
            begun: client.settings.timer().map_or(Duration::ZERO, Timer::elapsed),
        }
    }

    /// Where a link of the service leads.
    fn target(&self, link: &str) -> Result<LinkTarget, Error> {
        LinkTarget::below(link, self.client.root(), &self.name())
    }

    /// The longest time to wait, in all; an hour unless set. The service works on all the same.
    pub fn limit(mut self, time: Duration) -> Self {
        self.limit = time;
        self
    }

    /// Where the service is asked; [`Client::resume_work`](crate::Client::resume_work) goes on from there. `None` once it is done. Some are
    /// secrets: who has the link may ask.
    #[must_use]
    pub fn monitor(&self) -> Option<String> {
        match &self.state {
            State::Running { monitor, .. } => Some(monitor.uri.to_string()),
            _ => None,
        }
    }

    /// What the service said last.
    #[must_use]
    pub const fn progress(&self) -> &Progress {
        &self.progress
    }

    /// Asks the service how far it is, at once.
    ///
    /// # Errors
    ///
    /// See [`Error`]: [`ErrorKind::Service`](crate::ErrorKind::Service) with the service's code if the work failed,
    /// even if the status of that response is 200; [`ErrorKind::InsecureLink`](crate::ErrorKind::InsecureLink) for a
    /// link over plain http.
    pub async fn status(&mut self) -> Result<&Progress, Error> {
        let State::Running { monitor, .. } = &self.state else { return Ok(&self.progress) };
        let target = monitor.clone();
        let answer = self.get(&target, "application/json").await?;
        self.update(&target, answer)?;
        Ok(&self.progress)
    }

    /// Waits as long as the service wants, and asks it how far it is.
    ///
    /// # Errors
    ///
    /// As [`status`](Self::status); [`ErrorKind::Unfinished`](crate::ErrorKind::Unfinished) if waiting would exceed the
    /// limit, and [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if the client has no timer.
    pub async fn poll(&mut self) -> Result<&Progress, Error> {
        if let State::Running { wait, asked, .. } = &self.state {
            let Some(timer) = self.client.settings.timer() else {
                return Err(Error::no_timer(&self.description));
            };
            let wait = wait.unwrap_or_else(|| LONGEST_WAIT.min(Duration::from_secs(1 << (*asked).min(5))));
            let wait = if *asked == 0 { wait } else { wait.max(SHORTEST_WAIT) };
            if timer.elapsed().saturating_sub(self.begun) + wait > self.limit {
                return Err(Error::unfinished(&self.description, self.limit));
            }
            timer.wait(wait).await;
        }
        self.status().await
    }

    /// Waits until the service is done, and gives its last word: the new resource's id, say.
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

    /// Waits until the service is done, and gets the result.
    ///
    /// # Errors
    ///
    /// As [`poll`](Self::poll); [`ErrorKind::Decode`](crate::ErrorKind::Decode) if the service does not say where the
    /// result is. [`wait`](Self::wait) then returns what it does say.
    pub async fn result(mut self) -> Result<R::Output, Error> {
        self.wait().await?;
        match std::mem::replace(&mut self.state, State::Done(None)) {
            State::Done(Some(output)) => Ok(output),
            State::At(target) => {
                let answer = self.get(&target, R::ACCEPT).await?;
                read_response::<R>(answer, &self.description, &HeaderMap::new())
            }
            // Nothing, where nothing is expected.
            _ => {
                let nothing = http::Response::default();
                let answer = answer_of(&nothing, &self.description);
                R::respond(&answer).map_err(|_| {
                    answer.undecodable(
                        "the service has finished but does not say where the result is; `wait` returns what it says",
                    )
                })
            }
        }
    }

    fn update(&mut self, from: &LinkTarget, answer: http::Response<Bytes>) -> Result<(), Error> {
        let (status, links) = (answer.status(), Links::of(answer.headers()));
        let wait = self.asked_to_wait(answer.headers());
        let next = |link: &str, poller: &Self| from.next(link, poller.client.root(), &poller.name());
        if status.is_redirection()
            && let Some(link) = &links.location
        {
            self.state = State::At(Box::new(next(link, self)?));
            self.progress = std::mem::take(&mut self.progress).succeeded();
            return Ok(());
        }
        if !status.is_success() {
            return Err(ServiceError::new(answer, &self.description).into());
        }
        let told = Progress::read(answer.body());
        let name = self.name();
        let State::Running { monitor, result, wait: to_wait, asked } = &mut self.state else { return Ok(()) };
        match told.as_ref().map(Progress::state) {
            Some(WorkState::Failed) => {
                self.progress = told.unwrap_or_default();
                return Err(ServiceError::new(answer, &self.description).into());
            }
            Some(WorkState::Succeeded) => {
                let known = result.take();
                self.progress = told.unwrap_or_default();
                let location = match (self.progress.resource_location(), known) {
                    (Some(link), _) => Some(Box::new(next(link, self)?)),
                    (None, known) => known,
                };
                self.state = location.map_or(State::Done(None), State::At);
            }
            Some(WorkState::Running) | None if status == StatusCode::ACCEPTED || told.is_some() => {
                let moved = links.monitor.map(|link| from.next(&link, self.client.root(), &name)).transpose()?;
                **monitor = moved.unwrap_or_else(|| from.clone());
                *to_wait = wait;
                *asked = asked.saturating_add(1);
                self.progress = told.unwrap_or_default();
            }
            _ => {
                let known = result.take();
                self.progress = Progress::done();
                self.state = match known {
                    known if answer.body().is_empty() => known.map_or(State::Done(None), State::At),
                    _ => State::Done(Some(read_response::<R>(answer, &self.description, &HeaderMap::new())?)),
                };
            }
        }
        Ok(())
    }

    async fn get(&self, target: &LinkTarget, accept: &'static str) -> Result<http::Response<Bytes>, Error> {
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
        exchange.run(settings, &build).await
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
    /// The links are left out: some are secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Poller")
            .field("operation", &self.name())
            .field("state", &self.progress.state())
            .finish_non_exhaustive()
    }
}

impl Client {
    /// Goes on waiting for work that a service does in its own time, from the link of a [`Poller`] that was kept. `R` is what comes of it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidLink`](crate::ErrorKind::InvalidLink) if it is not a valid link.
    pub fn resume_work<R: Respond>(&self, link: &str) -> Result<Poller<R>, Error> {
        Poller::resume(self, link)
    }
}
