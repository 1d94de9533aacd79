using System.Collections.Immutable;
using static Referrals.Imports.ImportField;

namespace Referrals.Imports.Sources;

/// <summary>Refersion. Cancellations are rows of their own, and test conversions are marked.</summary>
internal static class RefersionSource
{
    internal static ImportSource Create() => new()
    {
        Name = "refersion",
        Files =
        [
            new ImportFile
            {
                Name = "conversions",
                Parts = ImportParts.People | ImportParts.Rewards,
                Columns = ImportFile.Headings(
                    (Reward, "conversion_id"), (Person, "affiliate_id|affiliate.id"), (RewardAmount, "commission_total"), (ImportField.Unit, "currency"), (Status, "status"),
                    (IsPaid, "payment_status"), (ImportField.Type, "type"), (LeaveOut, "is_test_conversion"), (RewardedAt, "created|created_at")),
                Needs = ImportFile.Needing([Reward], [Person], [RewardAmount], [Status]),
                Statuses = ImportFile.Words(
                    ("PENDING", RewardStanding.Pending), ("APPROVED", RewardStanding.Earned), ("UNQUALIFIED", RewardStanding.Void), ("DENIED", RewardStanding.Void)),
                Reversals = ImmutableHashSet.Create(
                    StringComparer.OrdinalIgnoreCase,
                    "CANCELLATION_AFFILIATE_SITE_CONVERSION",
                    "CANCELLATION_MANUAL_CREDIT_BY_CLIENT",
                    "CANCELLATION_CONVERSION_TRIGGER_SKU",
                    "CANCELLATION_CONVERSION_TRIGGER_COUPON",
                    "CANCELLATION_CONVERSION_TRIGGER_EMAIL",
                    "CANCELLATION_AUTO_CREDIT_AFFILIATE_ID"),
            },
            new ImportFile
            {
                Name = "affiliates",
                Parts = ImportParts.People,
                Columns = ImportFile.Headings((Person, "id"), (PersonEmail, "email"), (Code, "link")),
                Needs = ImportFile.Needing([Person], [PersonEmail]),
            },
        ],
    };
}
