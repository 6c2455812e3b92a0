//! Call metrics: daily figures of the service by dimension, of no call (docs: call-metrics-log-schema).

use super::{Category, Fields};
use crate::model::batch::Batch;
use crate::model::daily::DailyRow;

fields! {
    CORRELATION = "correlationId";
    DAY = "timestampBin";
    LATEST = "timestampMax";
    METRIC = "metricName";
    VALUE = "metricValueAvg";
    UNIT = "unit";
    GOAL = "goal";
    FAILED = "failedLegsDcount";
    GOOD = "successLegsDcount";
    CALLS = "callsDcount";
    LEGS = "legsDcount";
    SUB_CODE = "subCode";
    CALL_TYPE = "callType";
    PLATFORM = "platform";
    RESULT_TYPE = "resultType";
    DEVICE_MODEL = "deviceModel";
    DEVICE_BRAND = "deviceBrand";
    DEVICE_FAMILY = "deviceFamily";
    DEVICE_OS_NAME = "deviceOsName";
    DEVICE_OS_VERSION_MAJOR = "deviceOsVersionMajor";
    DEVICE_OS_VERSION_MINOR = "deviceOsVersionMinor";
    DEVICE_BROWSER = "deviceBrowser";
    DEVICE_BROWSER_VERSION_MAJOR = "deviceBrowserVersionMajor";
    DEVICE_BROWSER_VERSION_MINOR = "deviceBrowserVersionMinor";
    SDK_VERSION = "sdkVersion";
}

pub(super) const CATEGORY: Category = Category {
    name: "CallingMetrics",
    aliases: &["ACSCallingMetrics"],
    updates: None,
    fields: FIELDS,
    signs: &[&["failedLegsDcount"], &["metricName", "metricValueAvg"]],
    read,
    #[cfg(test)]
    samples: tests::SAMPLES,
    #[cfg(test)]
    check: tests::check,
};

/// The dimensions in the order of the model's.
const NAMES: [usize; 14] = [
    SUB_CODE,
    CALL_TYPE,
    PLATFORM,
    RESULT_TYPE,
    DEVICE_MODEL,
    DEVICE_BRAND,
    DEVICE_FAMILY,
    DEVICE_OS_NAME,
    DEVICE_OS_VERSION_MAJOR,
    DEVICE_OS_VERSION_MINOR,
    DEVICE_BROWSER,
    DEVICE_BROWSER_VERSION_MAJOR,
    DEVICE_BROWSER_VERSION_MINOR,
    SDK_VERSION,
];

fn read(fields: &Fields, batch: &mut Batch) {
    let row = DailyRow {
        correlation: fields.id(CORRELATION, batch),
        day: fields.time(DAY),
        latest: fields.time(LATEST),
        metric: fields.text(METRIC, batch),
        value: fields.num(VALUE),
        unit: fields.text(UNIT, batch),
        goal: fields.text(GOAL, batch),
        failed_legs: fields.num(FAILED),
        good_legs: fields.num(GOOD),
        calls: fields.num(CALLS),
        legs: fields.num(LEGS),
        dimensions: NAMES.map(|field| fields.text(field, batch)),
        generated: fields.generated(),
        hash: fields.hash(),
        source: fields.source(),
    };
    batch.side.daily.push(row);
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) const SAMPLES: &[&str] = &[
        r#"{"time":"2024-05-10T02:00:00Z","resourceId":"/SUBSCRIPTIONS/0A1B/RESOURCEGROUPS/RG1/PROVIDERS/MICROSOFT.COMMUNICATION/COMMUNICATIONSERVICES/ACS1","operationName":"CallingMetrics","operationVersion":"1.0","category":"CallingMetrics","correlationId":"0123456789abcdef0123456789abcdef","properties":{"timestampMax":"2024-05-09T22:14:55.1234567Z","timestampBin":"2024-05-09T00:00:00Z","metricName":"reliability/api/Join","metricValueAvg":98.5,"unit":"percentage","goal":">= 100.0","failedLegsDcount":3,"successLegsDcount":197,"callsDcount":120,"legsDcount":200,"subCode":0,"callType":"1 to 1","platform":"Web","resultType":"Succeeded","deviceModel":"","deviceBrand":"","deviceFamily":"Other","deviceOsName":"Windows","deviceOsVersionMajor":"","deviceOsVersionMinor":10,"deviceBrowser":"Edge","deviceBrowserVersionMajor":124,"deviceBrowserVersionMinor":0,"sdkVersion":"1.32.1.0_stable"}}"#,
        r#"{"properties":{"TenantId":"9","TimeGenerated":"2024-05-10T02:00:00Z","OperationName":"CallingMetrics","Category":"CallingMetrics","CorrelationId":"0123456789abcdef0123456789abcdef","TimestampMax":"2024-05-09T22:14:55.1234567Z","TimestampBin":"2024-05-09T00:00:00Z","MetricName":"reliability/api/Join","MetricValueAvg":98.5,"Unit":"percentage","Goal":">= 100.0","FailedLegsDcount":3,"SuccessLegsDcount":197,"CallsDcount":120,"LegsDcount":200,"SubCode":0,"CallType":"1 to 1","Platform":"Web","ResultType":"Succeeded","DeviceModel":"","DeviceBrand":"","DeviceFamily":"Other","DeviceOsName":"Windows","DeviceOsVersionMajor":"","DeviceOsVersionMinor":10,"DeviceBrowser":"Edge","DeviceBrowserVersionMajor":124,"DeviceBrowserVersionMinor":0,"SdkVersion":"1.32.1.0_stable","SourceSystem":"","Type":"ACSCallingMetrics"}}"#,
        r#"{"TimeGenerated [UTC]":"5/10/2024, 2:00:00.000 AM","CorrelationId":"0123456789abcdef0123456789abcdef","TimestampMax":"2024-05-09T22:14:55.1234567Z","TimestampBin":"2024-05-09T00:00:00Z","MetricName":"reliability/api/Join","MetricValueAvg":"98.5","Unit":"percentage","Goal":">= 100.0","FailedLegsDcount":"3","SuccessLegsDcount":"197","CallsDcount":"120","LegsDcount":"200","SubCode":"0","CallType":"1 to 1","Platform":"Web","ResultType":"Succeeded","DeviceModel":"","DeviceBrand":"","DeviceFamily":"Other","DeviceOsName":"Windows","DeviceOsVersionMajor":"","DeviceOsVersionMinor":"10","DeviceBrowser":"Edge","DeviceBrowserVersionMajor":"124","DeviceBrowserVersionMinor":"0","SdkVersion":"1.32.1.0_stable","TimestampMax [UTC]":"5/9/2024, 10:14:55.123 PM","TimestampBin [UTC]":"5/9/2024, 12:00:00.000 AM"}"#,
    ];

    pub(super) fn check(batch: &Batch) {
        let row = batch.side.daily.get(0);
        let id = |id: crate::model::id::IdRef| batch.ids.get(id.0).to_ascii_lowercase();
        let text = |text: crate::model::id::TextRef| batch.texts.get(text.0);
        assert_eq!(id(row.correlation), "0123456789abcdef0123456789abcdef");
        assert_eq!(row.day.iso().as_deref(), Some("2024-05-09T00:00:00.000Z"));
        let latest = row.latest.iso().unwrap_or_default();
        assert!(latest.starts_with("2024-05-09T22:14:55.123"), "{latest}");
        assert_eq!(text(row.metric), "reliability/api/Join");
        assert_eq!((text(row.unit), text(row.goal)), ("percentage", ">= 100.0"));
        let counts = [
            row.value,
            row.failed_legs,
            row.good_legs,
            row.calls,
            row.legs,
        ];
        let counts = counts.map(crate::model::value::Num::known);
        assert_eq!(counts, [98.5, 3.0, 197.0, 120.0, 200.0].map(Some));
        let wanted = [
            "0",
            "1 to 1",
            "Web",
            "Succeeded",
            "",
            "",
            "Other",
            "Windows",
            "",
            "10",
            "Edge",
            "124",
            "0",
            "1.32.1.0_stable",
        ];
        assert_eq!(row.dimensions.map(text), wanted);
    }

    #[test]
    fn the_dimensions_stand_in_the_order_of_the_model() {
        for (name, field) in crate::model::daily::DIMENSIONS.iter().zip(NAMES) {
            assert_eq!(FIELDS[field][0], *name);
        }
    }
}
