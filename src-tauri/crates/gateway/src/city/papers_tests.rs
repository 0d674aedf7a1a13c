use axum::Router;
use axum::routing::get;

use super::*;

async fn serve(body: Vec<u8>) -> String {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let moved = || async { axum::response::Redirect::temporary("/paper.pdf") };
    let hang = || async { std::future::pending::<()>().await };
    let router = Router::new()
        .route("/paper.pdf", get(move || async move { body }))
        .route("/moved.pdf", get(moved))
        .route("/never.pdf", get(hang));
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://127.0.0.1:{port}")
}

/// Papers of a platform at this address.
fn papers(base: &str) -> InvoicePapers {
    let _ = rustls::crypto::ring::default_provider().install_default();
    InvoicePapers::new(&CityProfile { base_url: format!("{base}/api/1.0"), ..CityProfile::default() }).unwrap()
}

#[test]
fn an_invoices_address_leads_to_https_outside_or_to_the_platform_itself() {
    let papers = papers("https://city.example.gov.cn:8443");
    for outside in
        ["https://fapiao.example.com/1.pdf", "https://192.0.2.7/1.pdf", "https://city.example.gov.cn:8443/p/1.pdf"]
    {
        assert!(papers.admitted(outside).is_ok(), "{outside}");
    }
    assert!(papers.admitted("https://city.example.gov.cn:8443/p/1.pdf").unwrap().1, "that is the platform's own");
    assert!(!papers.admitted("https://city.example.gov.cn/p/1.pdf").unwrap().1, "another port is another server");
    for inside in [
        "http://fapiao.example.com/1.pdf",
        "http://city.example.gov.cn:8443/1.pdf",
        "https://localhost/1.pdf",
        "https://printer.localhost/1.pdf",
        "https://127.0.0.1:8443/1.pdf",
        "https://10.1.2.3/1.pdf",
        "https://[::1]/1.pdf",
        "https://[::ffff:192.168.1.1]/1.pdf",
        "https://169.254.169.254/latest",
        "https://me:secret@fapiao.example.com/1.pdf",
        "file:///etc/passwd",
        "ftp://fapiao.example.com/1.pdf",
        "",
        "fapiao.example.com/1.pdf",
    ] {
        assert!(matches!(papers.admitted(inside), Err(NotFetched::NotAllowed(_))), "{inside}");
    }
    let plain = self::papers("http://192.168.1.9:8080");
    assert!(plain.admitted("http://192.168.1.9:8080/1.pdf").is_ok(), "the platform's own host was set up by a manager");
    assert!(plain.admitted("http://192.168.1.9:8081/1.pdf").is_err());
}

#[tokio::test]
async fn what_comes_back_is_a_pdf_of_a_bounded_size_or_nothing() {
    let base = serve(b"%PDF-1.4 small".to_vec()).await;
    let own = papers(&base);
    assert_eq!(own.fetch(&format!("{base}/paper.pdf"), &PaperProgress::default()).await.unwrap(), b"%PDF-1.4 small");
    let failed = |why: &str| Err(NotFetched::Failed(why.to_owned()));
    assert_eq!(own.fetch(&format!("{base}/none.pdf"), &PaperProgress::default()).await, failed("HTTP 404"));
    assert_eq!(
        own.fetch(&format!("{base}/moved.pdf"), &PaperProgress::default()).await,
        failed("HTTP 307"),
        "nobody is led on"
    );
    let small = InvoicePapers { bytes_most: 10, ..papers(&base) };
    assert_eq!(
        small.fetch(&format!("{base}/paper.pdf"), &PaperProgress::default()).await,
        failed("more than 10 bytes")
    );
    let page = serve(b"<html>log in first</html>".to_vec()).await;
    assert_eq!(
        papers(&page).fetch(&format!("{page}/paper.pdf"), &PaperProgress::default()).await,
        failed("what lies there is no PDF")
    );
    let hasty = InvoicePapers { timeout: Duration::from_millis(50), ..papers(&base) };
    let late = hasty.fetch(&format!("{base}/never.pdf"), &PaperProgress::default()).await.unwrap_err().to_string();
    assert!(!late.contains("never.pdf"), "an address is not said again: {late}");
}
