//! The made-up customer: its resource, users, devices and their version texts.

use crate::rng::Rng;

/// The resource all records belong to, spelt as storage blobs spell it.
pub(crate) const RESOURCE_ID: &str = "/SUBSCRIPTIONS/3F0C1A52-7D64-4B1E-9C35-0A8E51D7B2C4/RESOURCEGROUPS/RG-CONTOSO-CARE-TELEHEALTH-PROD-WESTEUROPE/PROVIDERS/MICROSOFT.COMMUNICATION/COMMUNICATIONSERVICES/ACS-CONTOSO-CARE-PROD";

/// Its immutable id: first part of every user identity.
pub(crate) const RESOURCE_GUID: &str = "61fddbe3-0003-4066-97bc-6aaf143bbb84";

/// Entra tenant of the resource.
pub(crate) const TENANT: &str = "02cbdb3c-155a-4b95-b829-6d56a45787ca";

/// A kind of client: SDK, system and agent text.
pub(crate) struct Device {
    /// Runs in a browser; these write the numbers of the client logs as text.
    pub(crate) web: bool,
    pub(crate) phone: bool,
    pub(crate) sdk: &'static str,
    pub(crate) os: &'static str,
    pub(crate) agent: &'static str,
    pub(crate) video_codec: &'static str,
}

/// The devices in use; the first ones more often (see [`device_of`]).
pub(crate) const DEVICES: [Device; 8] = [
    Device {
        web: true,
        phone: false,
        sdk: "1.31.2.0_stable",
        os: "Windows 10.0.22631 Arch: x64",
        agent: "azsdk-js-communication-calling/1.31.2.0_stable (javascript_calling_sdk;#clientTag:contoso-care;#clientTag:clinic-7;) contoso-care/2.1 Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0",
        video_codec: "H264",
    },
    Device {
        web: true,
        phone: false,
        sdk: "1.32.1.0_stable",
        os: "Windows 10.0.19045 Arch: x64",
        agent: "azsdk-js-communication-calling/1.32.1.0_stable (javascript_calling_sdk;#clientTag:contoso-care;) contoso-care/2.2 Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/132.0.0.0 Safari/537.36",
        video_codec: "VP8",
    },
    Device {
        web: true,
        phone: false,
        sdk: "1.31.2.0_stable",
        os: "Mac OS X 10.15.7",
        agent: "azsdk-js-communication-calling/1.31.2.0_stable (javascript_calling_sdk;#clientTag:contoso-care;) contoso-care/2.1 Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15",
        video_codec: "H264",
    },
    Device {
        web: false,
        phone: true,
        sdk: "2.11.0",
        os: "Android 14; API 34; samsung; SM-S921B; arm64-v8a",
        agent: "AzureCommunicationCalling-Android/2.11.0 (com.contoso.care; 2.1.0; Android 14; samsung SM-S921B; #clientTag:contoso-care)",
        video_codec: "VP8",
    },
    Device {
        web: false,
        phone: true,
        sdk: "2.12.1",
        os: "Darwin 24.1.0: Thu Oct 10 21:02:45 PDT 2024; root:xnu-11215.41.3~2/RELEASE_ARM64_T8110; iPhone15,2; iOS 18.1",
        agent: "AzureCommunicationCalling-iOS/2.12.1 (com.contoso.care; 2.1.0; iOS 18.1; iPhone15,2; #clientTag:contoso-care)",
        video_codec: "H264",
    },
    Device {
        web: false,
        phone: false,
        sdk: "1.8.0",
        os: "Windows 10.0.22631.4460 Arch: x64; Intel(R) Core(TM) i5-1135G7",
        agent: "AzureCommunicationCalling-Windows/1.8.0 (ContosoCareDesk; 5.4.1; Windows 10.0.22631; #clientTag:desk)",
        video_codec: "H264",
    },
    Device {
        web: true,
        phone: true,
        sdk: "1.33.1.0_beta",
        os: "Android 13",
        agent: "azsdk-js-communication-calling/1.33.1.0_beta (javascript_calling_sdk;#clientTag:contoso-care;) contoso-care/2.3 Mozilla/5.0 (Linux; Android 13; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36",
        video_codec: "VP8",
    },
    Device {
        web: true,
        phone: true,
        sdk: "1.31.2.0_stable",
        os: "iOS 18.1",
        agent: "azsdk-js-communication-calling/1.31.2.0_stable (javascript_calling_sdk;#clientTag:contoso-care;) contoso-care/2.1 Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
        video_codec: "H264",
    },
];

/// Names for the rows of [`DEVICES`].
pub(crate) const EDGE: usize = 0;
pub(crate) const CHROME: usize = 1;
pub(crate) const SAFARI: usize = 2;
pub(crate) const ANDROID: usize = 3;
pub(crate) const IPHONE: usize = 4;
pub(crate) const WINDOWS: usize = 5;
pub(crate) const ANDROID_WEB: usize = 6;

/// Number of users of the customer.
pub(crate) const USERS: i64 = 4000;

/// The row of [`DEVICES`] that a user owns: two thirds sit at a desk.
pub(crate) fn device_of(seed: u64, user: i64) -> usize {
    let share = Rng::keyed(seed, 0x0d00 + user as u64 * 7).range(0, 100);
    let bounds = [34, 54, 64, 76, 87, 93, 97];
    bounds.iter().filter(|bound| share >= **bound).count()
}

/// The identity of a user: `acs:<resource>_<user>`.
pub(crate) fn identifier_of(seed: u64, user: i64) -> String {
    let guid = Rng::keyed(seed, 0xacc0_0000 + user as u64).guid();
    format!("acs:{RESOURCE_GUID}_0000000b-{}", &guid[9..])
}

/// The endpoint of a native app on the user's device; web clients get a new one in every call.
pub(crate) fn endpoint_of(seed: u64, user: i64) -> String {
    Rng::keyed(seed, 0xe2d0_0000_0000 + user as u64).guid()
}
