use super::*;

fn with(text: &str, env: &[(&str, &str)], command_line: &[(&str, &str)]) -> Result<Effective, ConfigError> {
    let own = |pairs: &[(&str, &str)]| pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
    load_text(text, &Layers { env: own(env), command_line: own(command_line) })
}

fn problems(result: Result<Effective, ConfigError>) -> Vec<Problem> {
    match result {
        Err(ConfigError::Bad(problems)) => problems,
        other => panic!("bad values were expected, got {other:?}"),
    }
}

#[test]
fn the_files_that_are_written_first_change_nothing_but_the_demo() {
    assert_eq!(with(DEFAULT_TEXT, &[], &[]).unwrap().config, Config::default());
    assert_eq!(with(DEMO_TEXT, &[], &[]).unwrap().config, Config { demo: true, ..Config::default() });
}

#[test]
fn every_commented_default_is_the_default() {
    // Uncommented one section at a time, the lines that claim to show the default must not change anything.
    for line in DEFAULT_TEXT.lines().filter_map(|line| line.strip_prefix("# ")).filter(|l| l.contains(" = ")) {
        let key = line.split(" = ").next().unwrap();
        let section = match key {
            "max_bytes" | "keep_days" => "pictures",
            "level" | "max_file_bytes" | "max_files" => "logs",
            "key" => "secrets",
            // The door for other PCs has none: it is closed.
            "listen" if line.contains(":0\"") => "lanes",
            _ => continue,
        };
        let text = format!("[{section}]\n{line}");
        assert_eq!(with(&text, &[], &[]).unwrap().config, Config::default(), "{line}");
    }
}

#[test]
fn every_line_of_the_city_profile_is_shown_and_those_with_a_default_show_it() {
    let city = |lines: &str| {
        let text = format!("[platforms.city]\nbase_url = \"https://a.example\"\nuser_id = \"u\"\n{lines}");
        with(&text, &[], &[]).map(|effective| effective.config.platforms.city.expect("it is there"))
    };
    let plain = city("").unwrap();
    let lines = DEFAULT_TEXT.lines().skip_while(|line| !line.starts_with("# [platforms.city]")).skip(1);
    let lines: Vec<&str> =
        lines.take_while(|line| !line.is_empty()).filter_map(|line| line.strip_prefix("# ")).collect();
    let shown: std::collections::BTreeSet<&str> = lines.iter().filter_map(|line| line.split(" = ").next()).collect();
    let wanted = ["sign_algorithm", "sign_scope", "path_template", "token_type", "timeout_ms", "connect_timeout_ms"];
    let wanted: std::collections::BTreeSet<&str> =
        wanted.into_iter().chain(["refresh_ahead_s", "in_flight", "allow_plain_http"]).collect();
    for line in &lines {
        let key = line.split(" = ").next().unwrap();
        if wanted.contains(key) {
            assert_eq!(city(line).unwrap(), plain, "{line}");
        }
    }
    let fields = serde_json::to_value(&plain).unwrap();
    let fields: std::collections::BTreeSet<&str> = fields.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(shown, fields, "default.toml shows every setting of the profile");
}

#[test]
fn a_secret_in_the_file_is_sent_where_secrets_go_and_never_quoted() {
    for (text, field) in [
        (
            "[platforms.city]\nbase_url = \"https://a.example\"\nuser_id = \"u\"\npassword = \"hunter-two\"\n",
            "password",
        ),
        ("[secrets]\ndes_key = \"hunter-two\"\n", "secrets.des_key"),
    ] {
        let found = problems(with(text, &[], &[]));
        let [problem] = &found[..] else { panic!("{found:?}") };
        assert!(problem.field.ends_with(field), "{problem:?}");
        assert!(problem.en.contains("lotdeskctl secret set"), "{problem:?}");
        assert!(!format!("{problem:?}").contains("hunter"), "{problem:?}");
    }
}

#[test]
fn each_layer_stands_above_the_one_below_and_each_value_knows_its_source() {
    let text = "[pictures]\nkeep_days = 30\nmax_bytes = 20000\n\n[logs]\nmax_files = 3\n";
    let env = [("LOTDESK__PICTURES__MAX_BYTES", "30000"), ("LOTDESK__LOGS__MAX_FILES", "4"), ("LOTDESK_PIN", "1234")];
    let effective = with(text, &env, &[("logs.max_files", "5")]).unwrap();
    assert_eq!(effective.config.pictures.keep_days, 30);
    assert_eq!(effective.config.pictures.max_bytes, 30_000);
    assert_eq!(effective.config.logs.max_files, 5);
    let file = Source::File { name: "lotdesk.toml".into(), line: 2 };
    assert_eq!(effective.source_of("pictures.keep_days"), Some(&file));
    let env = Source::Env { name: "LOTDESK__PICTURES__MAX_BYTES".into() };
    assert_eq!(effective.source_of("pictures.max_bytes"), Some(&env));
    assert_eq!(effective.source_of("logs.max_files"), Some(&Source::CommandLine));
    assert_eq!(effective.source_of("logs.level"), Some(&Source::Default));
}

#[test]
fn every_bad_value_is_told_with_its_place() {
    let text = "colour = 1\n[pictures]\nkeep_days = \"many\"\nmax_bytes = 7\n[lanes]\nlisten = \"nowhere\"\n\
                [lanes.drivers.in-1]\nkind = \"http_relay\"\ntimeout_ms = 5\n[logs]\nlevel = \"loud\"\nmax_filez = 2\n\
                [callback]\nbody_timeout_ms = 20000\nlisen = \"127.0.0.1:1\"\n";
    let found = problems(with(text, &[], &[("secrets.key", "pocket")]));
    let fields: std::collections::BTreeSet<&str> = found.iter().map(|p| p.field.as_str()).collect();
    let wanted = [
        "callback.body_timeout_ms",
        "callback.lisen",
        "colour",
        "lanes.drivers.in-1.timeout_ms",
        "lanes.drivers.in-1.url",
        "lanes.listen",
        "logs.level",
        "logs.max_filez",
        "pictures.keep_days",
        "pictures.max_bytes",
        "secrets.key",
    ];
    assert_eq!(fields, wanted.into_iter().collect());
    assert_eq!(found.len(), wanted.len(), "no field is told twice: {found:?}");
    let line = |field: &str| found.iter().find(|p| p.field == field).unwrap().source.clone();
    assert_eq!(line("lanes.listen"), Some(Source::File { name: "lotdesk.toml".into(), line: 6 }));
    assert_eq!(line("colour"), Some(Source::File { name: "lotdesk.toml".into(), line: 1 }));
    assert_eq!(line("secrets.key"), Some(Source::CommandLine));
}

#[test]
fn text_from_the_environment_stays_text_where_text_is_wanted() {
    let text = "[platforms.city]\nbase_url = \"https://city.example/up\"\nuser_id = \"a\"\n";
    let effective = with(text, &[("LOTDESK__PLATFORMS__CITY__USER_ID", "0755")], &[]).unwrap();
    assert_eq!(effective.config.platforms.city.unwrap().user_id, "0755");
    let effective = with(text, &[("LOTDESK__PLATFORMS__CITY__USER_ID", "4403")], &[]).unwrap();
    assert_eq!(effective.config.platforms.city.unwrap().user_id, "4403");
}

#[test]
fn the_environment_finds_a_lane_whose_code_has_a_hyphen() {
    let text = "[lanes.drivers.in-1]\nkind = \"camera\"\n";
    let effective = with(text, &[("LOTDESK__LANES__DRIVERS__IN_1__KIND", "simulated")], &[]).unwrap();
    assert_eq!(effective.config.lanes.drivers["in-1"].kind, crate::config::DriverKind::Simulated);
}

#[test]
fn a_secret_in_an_address_is_refused() {
    let text = "[platforms.city]\nbase_url = \"https://me:pw@city.example/up\"\nuser_id = \"a\"\n";
    assert_eq!(problems(with(text, &[], &[]))[0].field, "platforms.city.base_url");
}

#[test]
fn a_platforms_settings_are_told_one_by_one_too() {
    let text = "[platforms.city]\nbase_urll = \"https://x\"\nsign_algorithm = \"crc\"\nuser_id = 5\ntimeout_ms = 0\n";
    let found = problems(with(text, &[], &[]));
    let fields: std::collections::BTreeSet<&str> = found.iter().map(|p| p.field.as_str()).collect();
    let wanted = ["base_url", "base_urll", "sign_algorithm", "timeout_ms", "user_id"];
    let wanted: Vec<String> = wanted.iter().map(|name| format!("platforms.city.{name}")).collect();
    assert!(wanted.iter().all(|name| fields.contains(name.as_str())), "{fields:?}");
}

#[test]
fn a_file_that_is_no_toml_names_the_line() {
    let found = problems(with("[logs]\nlevel = = 3\n", &[], &[]));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].source, Some(Source::File { name: "lotdesk.toml".into(), line: 2 }));
}

#[test]
fn practising_leaves_every_address_aside_whoever_set_it() {
    let text = "[platforms.city]\nbase_url = \"https://city.example/up\"\nuser_id = \"a\"\n\
        [payment]\nbase_url = \"https://pay.example\"\nmerchant = \"1\"\n\
        [printer]\nkind = \"network\"\nplace = \"192.0.2.1:9100\"\n\
        [lanes]\nlisten = \"0.0.0.0:8090\"\n[lanes.drivers.in-1]\nkind = \"http_relay\"\nurl = \"http://192.0.2.2/open\"\n\
        [callback]\nlisten = \"0.0.0.0:8443\"\n[logs]\nmax_files = 3\n";
    let env = [("LOTDESK__PLATFORMS__REPAIR__BASE_URL", "https://archive.example"), ("LOTDESK__TRAINING", "false")];
    let effective = with(text, &env, &[("training", "true")]).unwrap();
    let mut wanted = Config { demo: true, training: true, ..Config::default() };
    wanted.logs.max_files = 3;
    assert_eq!(effective.config, wanted);
    let values: Vec<String> = effective.sources().iter().map(|row| row.value.to_string()).collect();
    assert!(!values.iter().any(|value| value.contains("example") || value.contains("192.0.2")), "{values:?}");
}

proptest::proptest! {
    /// Whatever a file says, loading ends with a configuration or with problems.
    #[test]
    fn any_text_is_answered(text in "(\\[?[a-z.]{1,12}\\]?( = [0-9\"a-z{}\\[\\],.]{0,8})?\n){0,8}") {
        let _ = with(&text, &[], &[]);
    }
}
