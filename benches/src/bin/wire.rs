//! Measures a page of 999 users with 11 selected properties over a link of 50 Mbit/s, in gzip and without.
//!
//! The link is a loopback connection whose server sends at that rate. The baseline is the same call without gzip.

use std::{
    error::Error,
    io::{self, Write},
    net::Ipv4Addr,
    process::ExitCode,
    sync::Arc,
    time::Duration,
};

use flate2::{Compression, write::GzEncoder};
use graph_benches::{Work, compare_wall_time, readers::graph, row, users};
use graph_runtime::{CallOptions, Client};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    time::{Instant, sleep_until},
};

const BITS_PER_SECOND: u64 = 50_000_000;
/// A packet on Ethernet, without its headers.
const PACKET: usize = 1460;
const SELECTED: [&str; 11] = [
    "id",
    "accountEnabled",
    "city",
    "createdDateTime",
    "department",
    "displayName",
    "givenName",
    "jobTitle",
    "mail",
    "surname",
    "userPrincipalName",
];

fn main() -> ExitCode {
    graph_benches::exit_code(run())
}

fn run() -> Result<(), Box<dyn Error>> {
    let page = page()?;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(&page)?;
    let encoded = encoder.finish()?;
    println!("{} bytes, {} in gzip", page.len(), encoded.len());
    let bodies =
        Arc::new(Bodies { page: response("", &page), encoded: response("Content-Encoding: gzip\r\n", &encoded) });
    // Two threads, so that the server sends while the client decodes.
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let root = runtime.block_on(serve(bodies))?;
    let service = graph::GraphService::new(Client::builder().base_url(root).build()?);
    let read = |gzip: bool| {
        let options = CallOptions::default().gzip(gzip);
        let read = runtime.block_on(service.users().get().with_options(options).send());
        read.map(|page| page.items().len())
    };
    for gzip in [false, true] {
        if read(gzip)? != 999 {
            return Err("the page has other users".into());
        }
    }
    let (identity, gzip) = ("50 Mbit/s, identity", "50 Mbit/s, gzip");
    let times = compare_wall_time(41, vec![Work::new(identity, || read(false)), Work::new(gzip, || read(true))]);
    row("page of 999 users in gzip, bytes / without gzip", Some(0.2), encoded.len() as f64 / page.len() as f64);
    times.row("page of 999 users in gzip over 50 Mbit/s / without gzip", gzip, identity, None);
    Ok(())
}

/// Returns a page of users with the selected properties.
fn page() -> Result<Vec<u8>, Box<dyn Error>> {
    let resolved = graph_codegen::Builder::new().resolve()?;
    let user =
        resolved.model.find_type("microsoft.graph.user").ok_or("the metadata has no type `microsoft.graph.user`")?;
    let mut page: serde_json::Value = serde_json::from_slice(&users::page(&resolved.model, user, 999))?;
    for user in page["value"].as_array_mut().into_iter().flatten() {
        if let Some(properties) = user.as_object_mut() {
            properties.retain(|name, _| SELECTED.contains(&name.as_str()));
        }
    }
    Ok(page.to_string().into_bytes())
}

/// The responses.
struct Bodies {
    page: Vec<u8>,
    encoded: Vec<u8>,
}

fn response(headers: &str, body: &[u8]) -> Vec<u8> {
    let head =
        format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n{headers}Content-Length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

async fn serve(bodies: Arc<Bodies>) -> io::Result<String> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let bodies = bodies.clone();
            // An error means that the client closed the connection.
            tokio::spawn(async move { respond(stream, &bodies).await.ok() });
        }
    });
    Ok(format!("http://{address}/v1.0"))
}

async fn respond(mut stream: TcpStream, bodies: &Bodies) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut request = Vec::new();
    loop {
        if stream.read_buf(&mut request).await? == 0 {
            return Ok(());
        }
        if request.ends_with(b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&request).to_ascii_lowercase();
            let is_gzip = head.contains("accept-encoding: gzip");
            send(&mut stream, if is_gzip { &bodies.encoded } else { &bodies.page }).await?;
            request.clear();
        }
    }
}

/// Sends each packet when the link would have transmitted it. A late packet does not delay the following ones.
async fn send(stream: &mut TcpStream, bytes: &[u8]) -> io::Result<()> {
    let begun = Instant::now();
    let mut sent = 0_u64;
    for packet in bytes.chunks(PACKET) {
        sent += packet.len() as u64;
        sleep_until(begun + Duration::from_nanos(sent * 8 * 1_000_000_000 / BITS_PER_SECOND)).await;
        stream.write_all(packet).await?;
    }
    Ok(())
}
