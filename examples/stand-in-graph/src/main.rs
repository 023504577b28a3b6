//! Runs the stand-in until it is stopped: `stand-in-graph USERS RATE`. Prints its base URL; `GET counts` says how often users were reprocessed.

use stand_in_graph::{StandIn, Tenant};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1).map(|text| text.parse::<u32>());
    let users = arguments.next().transpose()?.unwrap_or(1000);
    let rate = arguments.next().transpose()?;
    let stand_in = StandIn::with(Tenant { users: usize::try_from(users)?, rate }).await?;
    println!("{}", stand_in.base_url());
    std::future::pending::<()>().await;
    Ok(())
}
