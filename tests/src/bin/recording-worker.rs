//! The recording worker as a process of its own, so that its work does not count as the story's.

#[tokio::main]
async fn main() -> std::io::Result<()> {
    nono_tests::worker::main(std::env::args()).await
}
