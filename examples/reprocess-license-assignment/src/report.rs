//! Prints a user as text.

use crate::graph::{AssignedLicense, LicenseAssignmentState, User};

pub(crate) fn print(user: &User) {
    println!("{}", user.display_name.as_deref().unwrap_or("(a user without a display name)"));
    line("id", user.id.as_deref());
    line("user principal name", user.user_principal_name.as_deref());
    line("job title", user.job_title.as_deref());
    line("company", user.company_name.as_deref());
    line("city", user.city.as_deref());
    line("account", user.account_enabled.map(|enabled| if enabled { "enabled" } else { "blocked" }));
    line("usage location", user.usage_location.as_deref());

    heading("assigned licenses", user.assigned_licenses.as_ref().map(Vec::len));
    for license in user.assigned_licenses.iter().flatten() {
        let AssignedLicense { sku_id, disabled_plans } = &**license;
        let sku = sku_id.map(|id| id.to_string());
        // A value that is not a GUID is kept unchanged in `extra`.
        let sku = sku.or_else(|| Some(license.extra.get("skuId")?.get().to_owned()));
        let disabled = disabled_plans.as_ref().map_or(0, Vec::len);
        println!("  - {}, disabled service plans: {disabled}", sku.as_deref().unwrap_or("(no sku)"));
    }

    heading("license assignment states", user.license_assignment_states.as_ref().map(Vec::len));
    for state in user.license_assignment_states.iter().flatten() {
        let LicenseAssignmentState { assigned_by_group, state, error, last_updated_date_time, .. } = &**state;
        let source = assigned_by_group.as_deref().map_or("directly".to_owned(), |group| format!("by group {group}"));
        let state = state.as_deref().unwrap_or("state unknown");
        let error =
            error.as_deref().filter(|error| *error != "None").map_or(String::new(), |error| format!(", {error}"));
        let updated = last_updated_date_time.map_or(String::new(), |when| format!(", since {when}"));
        println!("  - {source}: {state}{error}{updated}");
    }

    heading("service plans", user.assigned_plans.as_ref().map(Vec::len));
    for plan in user.assigned_plans.iter().flatten() {
        let service = plan.service.as_deref().unwrap_or("(unnamed)");
        let status = plan.capability_status.as_deref().unwrap_or("status unknown");
        println!("  - {service}: {status}");
    }
}

fn line(name: &str, value: Option<&str>) {
    if let Some(value) = value {
        println!("  {name:<20} {value}");
    }
}

fn heading(name: &str, count: Option<usize>) {
    if let Some(count) = count {
        println!("\n  {name}: {count}");
    }
}
