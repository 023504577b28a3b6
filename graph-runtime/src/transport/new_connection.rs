/// Marks a request that should not go over a connection that was used before; it is among the request's
/// [extensions](http::Extensions). The client sets it when it tries again after a 503: the instance behind the old connection may be the
/// one that is out of order. A transport that cannot do it leaves it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewConnection;
