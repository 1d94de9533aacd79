using static Referrals.Imports.ImportField;

namespace Referrals.Imports.Sources;

/// <summary>PartnerStack: the objects of its API. Times are numbers of milliseconds, amounts are cents.</summary>
internal static class PartnerStackSource
{
    internal static ImportSource Create() => new()
    {
        Name = "partnerstack",
        KnowsPeopleByEmail = true,
        Files =
        [
            new ImportFile
            {
                Name = "rewards",
                Parts = ImportParts.People | ImportParts.Referrals | ImportParts.Rewards,
                Columns = ImportFile.Headings(
                    (Reward, "key"), (RewardAmount, "amount"), (ImportField.Unit, "currency"), (Status, "reward_status"), (RewardedAt, "created_at"),
                    (PersonEmail, "partnership.email"), (Referee, "customer.external_key"), (RefereeEmail, "customer.email")),
                Needs = ImportFile.Needing([Reward], [RewardAmount], [PersonEmail], [Status]),
                Statuses = ImportFile.Words(
                    ("hold", RewardStanding.Pending), ("pending", RewardStanding.Pending), ("approved", RewardStanding.Earned), ("scheduled", RewardStanding.Earned),
                    ("declined", RewardStanding.Void), ("paid", RewardStanding.Paid)),
                InMinorUnits = true,
            },
            new ImportFile
            {
                Name = "customers",
                Parts = ImportParts.People | ImportParts.Referrals,
                Columns = ImportFile.Headings(
                    (Referee, "customer_key|key"), (RefereeEmail, "email"), (Person, "partnership_key"), (ReferredAt, "created_at"), (LeaveOut, "test")),
                Needs = ImportFile.Needing([Referee], [Person]),
            },
            new ImportFile
            {
                Name = "partnerships",
                Parts = ImportParts.People,
                Columns = ImportFile.Headings((Person, "key"), (PersonEmail, "email"), (EnrolledAt, "created_at"), (Code, "links.0.key")),
                Needs = ImportFile.Needing([Person], [PersonEmail]),
            },
        ],
    };
}
