use std::sync::{Arc, Mutex};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// A server on loopback that imitates TripPin, and keeps the requests.
#[derive(Debug)]
pub struct Server {
    pub base_url: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub async fn start() -> std::io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let base_url = format!("http://{}/trippin", listener.local_addr()?);
        let requests = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&requests);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let kept = Arc::clone(&kept);
                tokio::spawn(async move { answer(stream, &kept).await });
            }
        });
        Ok(Self { base_url, requests })
    }

    /// The first lines of the requests and their bodies, without the version of HTTP.
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().expect("the requests").clone()
    }
}

/// Answers one request, and closes the connection.
async fn answer(mut stream: TcpStream, kept: &Mutex<Vec<String>>) -> std::io::Result<()> {
    let mut received = Vec::new();
    let (head, length) = loop {
        if stream.read_buf(&mut received).await? == 0 {
            return Ok(());
        }
        let text = String::from_utf8_lossy(&received).into_owned();
        if let Some((head, _)) = text.split_once("\r\n\r\n") {
            let length =
                head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length:")?.trim().parse().ok());
            break (head.to_owned(), length.unwrap_or(0));
        }
    };
    let start = head.len() + 4;
    while received.len() < start + length {
        stream.read_buf(&mut received).await?;
    }
    let first = head.lines().next().unwrap_or_default().trim_end_matches(" HTTP/1.1");
    let body = String::from_utf8_lossy(&received[start..]);
    kept.lock().expect("the requests").push(format!("{first} {body}").trim_end().to_owned());
    let body = body_for(first);
    let status = if first.starts_with("POST") { "201 Created" } else { "200 OK" };
    let response = format!(
        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(response.as_bytes()).await
}

fn body_for(request: &str) -> &'static str {
    let path = request.split([' ', '?']).nth(1).unwrap_or_default();
    match path.strip_prefix("/trippin").unwrap_or(path) {
        "/People" if request.starts_with("POST") => r#"{"UserName": "new", "FirstName": "New"}"#,
        "/People" => {
            r#"{"value": [{"UserName": "russell", "FirstName": "Russell", "Gender": "Male",
            "AddressInfo": [{"Address": "1 Way", "City": {"Name": "Boise", "CountryRegion": "US", "Region": "ID"}}]}]}"#
        }
        path if path.ends_with("/PlanItems") => {
            r##"{"value": [
            {"@odata.type": "#Microsoft.OData.SampleService.Models.TripPin.Flight", "PlanItemId": 11, "FlightNumber": "VA 1"},
            {"@odata.type": "#Microsoft.OData.SampleService.Models.TripPin.Event", "PlanItemId": 12, "Description": "Dinner"}]}"##
        }
        path if path.ends_with("/Airline") => r#"{"AirlineCode": "VA", "Name": "Virgin"}"#,
        "/Airports('KSFO')" => {
            r#"{"IcaoCode": "KSFO", "Name": "SFO", "Location": {"City": {"Name": "San Francisco"}}}"#
        }
        _ => r#"{"value": []}"#,
    }
}
