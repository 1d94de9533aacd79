using static Referrals.Imports.ImportField;

namespace Referrals.Imports.Sources;

/// <summary>ReferralCandy. People are known by their e-mail addresses alone; rewards have no ids.</summary>
internal static class ReferralCandySource
{
    internal static ImportSource Create() => new()
    {
        Name = "referralcandy",
        KnowsPeopleByEmail = true,
        Files =
        [
            new ImportFile
            {
                Name = "rewards",
                Parts = ImportParts.People | ImportParts.Rewards,
                Columns = ImportFile.Headings(
                    (PersonEmail, "advocate_email"), (RewardedAt, "created_at"), (RewardAmount, "discount|amount"), (Status, "status"), (ImportField.Unit, "currency")),
                Needs = ImportFile.Needing([PersonEmail], [RewardAmount], [Status]),
                Statuses = ImportFile.Words(
                    ("pending_fulfillment", RewardStanding.Pending), ("delivered", RewardStanding.Paid), ("not_applicable", RewardStanding.Void)),
            },
            new ImportFile
            {
                Name = "referrals",
                Parts = ImportParts.People | ImportParts.Referrals | ImportParts.Conversions,
                Columns = ImportFile.Headings(
                    (PersonEmail, "referring_email"), (RefereeEmail, "referral_email"), (ReferredAt, "referral_timestamp"), (ConvertedAt, "referral_timestamp"),
                    (ImportField.Conversion, "external_reference_id")),
                Needs = ImportFile.Needing([PersonEmail], [RefereeEmail]),
            },
            new ImportFile
            {
                Name = "contacts",
                Parts = ImportParts.People,
                Columns = ImportFile.Headings((PersonEmail, "email"), (Code, "referral_link")),
                Needs = ImportFile.Needing([PersonEmail]),
            },
        ],
    };
}
