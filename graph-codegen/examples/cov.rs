//! x
use graph_codegen::{permissions::*, selection::Method};
fn main() {
    let t = std::time::Instant::now();
    let table = PermissionTable::embedded();
    let r = table.request(Method::Post, "/users/{id}/reprocessLicenseAssignment").is_some();
    println!("first {r} {:?}", t.elapsed());
    let text = std::fs::read_to_string(std::env::args().nth(1).unwrap()).unwrap();
    let t = std::time::Instant::now();
    let (mut n, mut m, mut inf) = (0, 0, 0);
    for l in text.lines() {
        let mut c = l.split('\t');
        let (Some(me), Some(p)) = (c.next(), c.next()) else { continue };
        let Some(me) = Method::from_name(me) else { continue };
        n += 1;
        match table.request(me, p) {
            Some(f) => {
                m += 1;
                if f.is_inferred {
                    inf += 1;
                    println!("~ {} {p}  => {}", me.as_str(), f.path)
                }
            }
            None => println!("- {} {p}", me.as_str()),
        }
    }
    eprintln!("{n} {m} inferred {inf} {:?}", t.elapsed());
}
