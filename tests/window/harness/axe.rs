//! axe-core, the only script that the tests put into the window: it reads the page and changes nothing.

use std::path::Path;

use fantoccini::Client;
use serde_json::Value;

use super::Trouble;

/// Runs axe and fails on what it calls serious or critical. Where a sheet lies over the window it looks at the sheet: what
/// lies behind cannot be reached, and is looked at where it lies open.
pub async fn check(client: &Client, name: &str) -> Result<(), Trouble> {
    if client.execute("return typeof window.axe", Vec::new()).await? == "undefined" {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../ui/node_modules/axe-core/axe.min.js");
        let axe = std::fs::read_to_string(&path)
            .map_err(|error| Trouble::Start(format!("axe-core is not installed ({}: {error})", path.display())))?;
        client.execute(&axe, Vec::new()).await?;
    }
    let run = "const done = arguments[arguments.length - 1];\
               const sheets = document.querySelectorAll('[role=\"dialog\"][aria-modal=\"true\"]');\
               axe.run(sheets[sheets.length - 1] ?? document, { resultTypes: ['violations'] })\
                 .then(done, (error) => done({ error: String(error) }));";
    let result = client.execute_async(run, Vec::new()).await?;
    let Some(violations) = result.get("violations").and_then(Value::as_array) else {
        return Err(Trouble::Wrong(format!("axe did not run on {name}: {result}")));
    };
    let serious: Vec<String> = violations.iter().filter(|violation| is_serious(violation)).map(in_words).collect();
    if serious.is_empty() {
        return Ok(());
    }
    Err(Trouble::Wrong(format!("axe finds on {name}:\n{}", serious.join("\n"))))
}

fn is_serious(violation: &Value) -> bool {
    matches!(violation["impact"].as_str(), Some("serious" | "critical"))
}

fn in_words(violation: &Value) -> String {
    let nodes = violation["nodes"].as_array().map(Vec::as_slice).unwrap_or_default();
    let places: Vec<String> = nodes
        .iter()
        .take(5)
        .map(|node| format!("    {} — {}", node["target"], node["failureSummary"].as_str().unwrap_or_default()))
        .collect();
    format!("  {} ({}): {}\n{}", violation["id"], nodes.len(), violation["help"], places.join("\n"))
}
