//! Runs the server until it is killed: `stand-in-graph [USERS] [RATE]`.
//!
//! Prints the base URL. `GET {base URL}/counts` returns how many users were reprocessed, and how often.

use stand_in_graph::{StandIn, Tenant};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1).map(|text| text.parse::<u32>());
    let users = arguments.next().transpose()?.unwrap_or(1000);
    let rate = arguments.next().transpose()?;
    let stand_in = StandIn::with_tenant(Tenant { users: usize::try_from(users)?, rate }).await?;
    println!("{}", stand_in.base_url());
    std::future::pending::<()>().await;
    Ok(())
}
