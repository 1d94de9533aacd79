using static Referrals.Imports.ImportField;

namespace Referrals.Imports.Sources;

/// <summary>Yotpo Loyalty and Referrals. Balances are lifetime sums, so each becomes one opening grant.</summary>
internal static class YotpoSource
{
    internal static ImportSource Create() => new()
    {
        Name = "yotpo",
        KnowsPeopleByEmail = true,
        Files =
        [
            new ImportFile
            {
                Name = "referral-activity",
                Parts = ImportParts.People | ImportParts.Referrals,
                Columns = ImportFile.Headings(
                    (PersonEmail, "referrer email|referred by|advocate email"), (RefereeEmail, "referred email|friend email|referred customer"),
                    (ReferredAt, "referred at|account created at|date")),
                Needs = ImportFile.Needing([PersonEmail], [RefereeEmail]),
            },
            new ImportFile
            {
                Name = "customers",
                Parts = ImportParts.People | ImportParts.Rewards,
                Columns = ImportFile.Headings(
                    (PersonEmail, "email|emails"), (RewardAmount, "points balance|swell_point_balance|points"), (ImportField.Balance, "points balance|swell_point_balance|points"),
                    (Code, "referral link|swell_referral_link")),
                Needs = ImportFile.Needing([PersonEmail], [RewardAmount]),
                FixedUnit = "points",
            },
        ],
    };
}
