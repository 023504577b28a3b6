//! A server on loopback that records the bytes of requests and sends raw responses.
#![allow(dead_code)] // each test uses a part of it

pub mod clock;
pub mod hostile;

use std::{
    io::{Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

/// A recorded request.
#[derive(Clone, Debug)]
pub struct Seen {
    pub head: String,
    pub body: Vec<u8>,
}

impl Seen {
    pub fn method(&self) -> &str {
        self.head.split(' ').next().unwrap_or_default()
    }

    /// Path and query, unchanged.
    pub fn target(&self) -> &str {
        self.head.split(' ').nth(1).unwrap_or_default()
    }

    pub fn path(&self) -> &str {
        self.target().split('?').next().unwrap_or_default()
    }

    pub fn query(&self) -> Option<&str> {
        Some(self.target().split_once('?')?.1)
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.head.lines().skip(1).filter_map(|line| line.split_once(": "));
        found.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

/// How to respond to a request.
#[derive(Clone, Debug)]
pub enum Reply {
    /// Writes this, and waits for the next request.
    Answer(Vec<u8>),
    /// Writes this, and closes the connection.
    Close(Vec<u8>),
    /// Writes this, and resets the connection.
    Reset(Vec<u8>),
    /// Writes the first, and then this byte every few milliseconds until the client disconnects.
    Drip(Vec<u8>, u8),
    /// Writes this, and then nothing for a while.
    Stall(Vec<u8>, Duration),
    /// Writes the first, and then the second repeatedly until the client disconnects.
    Endless(Vec<u8>, Vec<u8>),
}

impl Reply {
    pub fn json(status: u16, body: &str) -> Self {
        Self::body(status, "application/json", body.as_bytes())
    }

    pub fn body(status: u16, content_type: &str, body: &[u8]) -> Self {
        Self::with_headers(status, &format!("Content-Type: {content_type}\r\n"), body)
    }

    pub fn with_headers(status: u16, headers: &str, body: &[u8]) -> Self {
        let mut bytes = format!("HTTP/1.1 {status} x\r\nContent-Length: {}\r\n{headers}\r\n", body.len()).into_bytes();
        bytes.extend_from_slice(body);
        Self::Answer(bytes)
    }

    pub fn no_content() -> Self {
        Self::Answer(b"HTTP/1.1 204 No Content\r\n\r\n".to_vec())
    }
}

pub struct Loopback {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
    written: Arc<AtomicUsize>,
    connections: Arc<AtomicUsize>,
}

impl Loopback {
    /// Starts a server that runs until the process ends.
    pub fn start(reply: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("loopback can be bound");
        let address = listener.local_addr().expect("a bound socket has an address");
        let server = Self { address, seen: Arc::default(), written: Arc::default(), connections: Arc::default() };
        let connections = server.connections.clone();
        let (seen, written, reply) = (server.seen.clone(), server.written.clone(), Arc::new(reply));
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                connections.fetch_add(1, Ordering::SeqCst);
                let (seen, written, reply) = (seen.clone(), written.clone(), reply.clone());
                thread::spawn(move || serve(stream, &seen, &written, &*reply));
            }
        });
        server
    }

    /// Responds to every request with the same JSON text.
    pub fn json(status: u16, body: &'static str) -> Self {
        Self::start(move |_| Reply::json(status, body))
    }

    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn root(&self) -> String {
        format!("{}/v1.0", self.origin())
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().expect("no test panics while it holds the lock").clone()
    }

    pub fn last(&self) -> Seen {
        self.seen().pop().expect("there was a request")
    }

    /// The number of connections that were accepted.
    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    /// The number of bytes written by an endless response.
    pub fn written(&self) -> usize {
        self.written.load(Ordering::SeqCst)
    }
}

fn serve(mut stream: TcpStream, seen: &Mutex<Vec<Seen>>, written: &AtomicUsize, reply: &dyn Fn(&Seen) -> Reply) {
    let mut buffer = Vec::new();
    while let Some(request) = receive(&mut stream, &mut buffer) {
        seen.lock().expect("no test panics while it holds the lock").push(request.clone());
        let keep_alive = match reply(&request) {
            Reply::Answer(bytes) => stream.write_all(&bytes).is_ok(),
            Reply::Close(bytes) => {
                let _ = stream.write_all(&bytes);
                false
            }
            Reply::Reset(bytes) => {
                let _ = stream.write_all(&bytes);
                let _ = stream.flush();
                // A reset may otherwise discard what was written.
                thread::sleep(Duration::from_millis(20));
                let _ = socket2::SockRef::from(&stream).set_linger(Some(Duration::ZERO));
                false
            }
            Reply::Drip(bytes, byte) => {
                let mut connected = stream.write_all(&bytes).is_ok();
                while connected {
                    thread::sleep(Duration::from_millis(20));
                    connected = stream.write_all(&[byte]).is_ok();
                }
                false
            }
            Reply::Stall(bytes, time) => {
                let _ = stream.write_all(&bytes);
                thread::sleep(time);
                false
            }
            Reply::Endless(first, rest) => {
                let mut connected = stream.write_all(&first).is_ok();
                while connected {
                    connected = stream.write_all(&rest).is_ok();
                    written.fetch_add(rest.len(), Ordering::SeqCst);
                }
                false
            }
        };
        if !keep_alive {
            break;
        }
    }
}

fn receive(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Option<Seen> {
    loop {
        if let Some(end) = buffer.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&buffer[..end]).into_owned();
            let mut request = Seen { head, body: Vec::new() };
            let length: usize = request.header("content-length").map_or(0, |text| text.parse().unwrap_or(0));
            if buffer.len() >= end + 4 + length {
                request.body = buffer[end + 4..end + 4 + length].to_vec();
                buffer.drain(..end + 4 + length);
                return Some(request);
            }
        }
        let mut chunk = [0; 4096];
        match stream.read(&mut chunk) {
            Ok(count) if count > 0 => buffer.extend_from_slice(&chunk[..count]),
            _ => return None,
        }
    }
}
