//! Workers behind TLS, one for each way in which a certificate can be wrong, one that never shakes hands, and one that is
//! as it should be. Their authority is made anew for each story: who is to trust it reads its certificate from a file.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// What is the matter with a worker's TLS.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Flaw {
    /// Nothing.
    None,
    /// The certificate's time is over.
    Expired,
    /// The certificate is that of another host.
    OtherHost,
    /// Nobody but the worker itself vouches for the certificate.
    SelfSigned,
    /// The connection is accepted, and the client's first words are never answered.
    Stalled,
}

impl Flaw {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::None, Self::Expired, Self::OtherHost, Self::SelfSigned, Self::Stalled];

    /// A word for names of tasks.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::None => "tls-well",
            Self::Expired => "tls-expired",
            Self::OtherHost => "tls-other-host",
            Self::SelfSigned => "tls-self-signed",
            Self::Stalled => "tls-stalled",
        }
    }

    /// What the outcome of a run must say: in words that tell one flaw from the others.
    #[must_use]
    pub const fn told(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Expired => "certificate expired",
            Self::OtherHost => "not valid for name",
            Self::SelfSigned => "UnknownIssuer",
            Self::Stalled => "no TLS handshake with",
        }
    }
}

/// Workers of every flaw that serve until the runtime ends.
#[derive(Debug)]
pub struct Workers {
    /// Where.
    pub addresses: Vec<(Flaw, SocketAddr)>,
    /// The authority's certificate, as PEM.
    pub authority: PathBuf,
}

/// Starts them on free ports, and writes their authority into `folder`.
///
/// # Panics
/// If there is no port, or the file cannot be written.
pub async fn serve(folder: &Path) -> Workers {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(DnType::CommonName, "authority of a story");
    let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let authority = folder.join("authority.pem");
    std::fs::write(&authority, issuer.pem()).unwrap();
    let mut addresses = Vec::new();
    for flaw in Flaw::ALL {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        addresses.push((flaw, listener.local_addr().unwrap()));
        tokio::spawn(listen(listener, acceptor(flaw, &issuer)));
    }
    Workers { addresses, authority }
}

/// `None` for one that does not shake hands.
fn acceptor(flaw: Flaw, issuer: &CertifiedIssuer<'static, KeyPair>) -> Option<TlsAcceptor> {
    let host = if flaw == Flaw::OtherHost { "127.0.0.2" } else { "127.0.0.1" };
    let mut params = CertificateParams::new([host.to_owned()]).unwrap();
    params.distinguished_name.push(DnType::CommonName, flaw.word());
    if flaw == Flaw::Expired {
        params.not_before = date_time_ymd(2020, 1, 1);
        params.not_after = date_time_ymd(2021, 1, 1);
    }
    let key = KeyPair::generate().unwrap();
    let certificate = match flaw {
        Flaw::Stalled => return None,
        Flaw::SelfSigned => params.self_signed(&key),
        _ => params.signed_by(&key, issuer),
    };
    let certificate: CertificateDer<'static> = certificate.unwrap().der().clone();
    let builder = ServerConfig::builder_with_provider(Arc::new(default_provider()));
    let builder = builder.with_safe_default_protocol_versions().unwrap().with_no_client_auth();
    let config = builder.with_single_cert(vec![certificate], PrivateKeyDer::from(key)).unwrap();
    Some(TlsAcceptor::from(Arc::new(config)))
}

async fn listen(listener: TcpListener, acceptor: Option<TlsAcceptor>) {
    while let Ok((socket, _)) = listener.accept().await {
        match acceptor.clone() {
            Some(acceptor) => drop(tokio::spawn(answer(acceptor, socket))),
            None => drop(tokio::spawn(async move {
                std::future::pending::<()>().await;
                drop(socket);
            })),
        }
    }
}

/// A client that does not like the certificate goes away, and that is the point.
async fn answer(acceptor: TlsAcceptor, socket: TcpStream) {
    let Ok(mut stream) = acceptor.accept(socket).await else { return };
    let mut head = [0_u8; 4096];
    if stream.read(&mut head).await.is_ok_and(|count| count > 0) {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok").await;
        let _ = stream.shutdown().await;
    }
}
