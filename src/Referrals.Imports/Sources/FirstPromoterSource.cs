using static Referrals.Imports.ImportField;

namespace Referrals.Imports.Sources;

/// <summary>FirstPromoter: the objects of its API. Paid is a column of its own, and rewards can be other things than money.</summary>
internal static class FirstPromoterSource
{
    internal static ImportSource Create() => new()
    {
        Name = "firstpromoter",
        KnowsPeopleByEmail = true,
        Files =
        [
            new ImportFile
            {
                Name = "commissions",
                Parts = ImportParts.People | ImportParts.Referrals | ImportParts.Rewards,
                Columns = ImportFile.Headings(
                    (Reward, "id"), (RewardAmount, "amount"), (ImportField.Unit, "unit"), (Status, "status"), (IsPaid, "is_paid"), (RewardedAt, "created_at"),
                    (PersonEmail, "promoter_campaign.promoter.email|promoter.email|promoter_email"), (Referee, "referral.uid"), (RefereeEmail, "referral.email")),
                Needs = ImportFile.Needing([Reward], [RewardAmount], [PersonEmail], [Status]),
                Statuses = ImportFile.Words(("pending", RewardStanding.Pending), ("approved", RewardStanding.Earned), ("denied", RewardStanding.Void)),
                Units = ImportFile.Words(
                    ("cash", string.Empty), ("credits", "credits"), ("points", "points"), ("free_months", "free-months"), ("mon_discount", "discount-money"),
                    ("discount_per", "discount-percent")),
                InMinorUnits = true,
            },
            new ImportFile
            {
                Name = "referrals",
                Parts = ImportParts.People | ImportParts.Referrals,
                Columns = ImportFile.Headings(
                    (Referee, "uid"), (RefereeEmail, "email"), (PersonEmail, "promoter_campaign.promoter.email|promoter_email"), (ReferredAt, "created_at")),
                Needs = ImportFile.Needing([RefereeEmail], [PersonEmail]),
            },
            new ImportFile
            {
                Name = "promoters",
                Parts = ImportParts.People,
                Columns = ImportFile.Headings((Person, "id"), (PersonEmail, "email"), (Code, "promoter_campaigns.0.ref_token|ref_token"), (EnrolledAt, "joined_at|created_at")),
                Needs = ImportFile.Needing([Person], [PersonEmail]),
            },
        ],
    };
}
