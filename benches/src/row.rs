/// Prints a row of the table that `benches/run` prints: what is measured, its goal, its value, and whether it meets the
/// goal. A row without a goal is for information.
pub fn row(what: &str, goal: Option<f64>, measured: f64) {
    let verdict = match goal {
        Some(goal) if measured <= goal => "met",
        Some(_) => "missed",
        None => "",
    };
    let decimals = if measured < 10.0 { 3 } else { 1 };
    let profile = if cfg!(debug_assertions) { ", unoptimized" } else { "" };
    let goal = goal.map(|goal| goal.to_string()).unwrap_or_default();
    println!("row: {what}{profile} | {goal} | {measured:.decimals$} | {verdict}");
}
