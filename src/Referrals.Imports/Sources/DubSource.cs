using static Referrals.Imports.ImportField;

namespace Referrals.Imports.Sources;

/// <summary>Dub: its CSV exports, whose headings are the labels of its columns. A clawback is a row of its own with an amount below zero.</summary>
internal static class DubSource
{
    internal static ImportSource Create() => new()
    {
        Name = "dub",
        Files =
        [
            new ImportFile
            {
                Name = "commissions",
                Parts = ImportParts.People | ImportParts.Referrals | ImportParts.Conversions | ImportParts.Rewards,
                Columns = ImportFile.Headings(
                    (Reward, "ID"), (ImportField.Type, "Type"), (ConversionAmount, "Amount"), (RewardAmount, "Earnings"), (ImportField.Unit, "Currency"), (Status, "Status"),
                    (ImportField.Conversion, "Invoice ID"), (RewardedAt, "Created at"), (ConvertedAt, "Created at"), (PaidAt, "Paid at"), (Person, "Partner ID"),
                    (PersonEmail, "Partner email"), (Referee, "Customer external ID|Customer ID"), (RefereeEmail, "Customer email")),
                Needs = ImportFile.Needing([Reward], [RewardAmount], [Status], [Person, PersonEmail]),
                Statuses = ImportFile.Words(
                    ("pending", RewardStanding.Pending), ("hold", RewardStanding.Pending), ("processed", RewardStanding.Earned), ("paid", RewardStanding.Paid),
                    ("refunded", RewardStanding.Void), ("duplicate", RewardStanding.Void), ("fraud", RewardStanding.Void), ("canceled", RewardStanding.Void)),
            },
            new ImportFile
            {
                Name = "customers",
                Parts = ImportParts.People | ImportParts.Referrals,
                Columns = ImportFile.Headings(
                    (Referee, "External ID|ID"), (RefereeEmail, "Email"), (Person, "Partner ID"), (PersonEmail, "Partner email"), (ReferredAt, "Created at")),
                Needs = ImportFile.Needing([Referee], [Person, PersonEmail], [ReferredAt]),
            },
            new ImportFile
            {
                Name = "partners",
                Parts = ImportParts.People,
                Columns = ImportFile.Headings((Person, "ID"), (PersonEmail, "Email"), (EnrolledAt, "Enrolled at"), (Code, "Link|Referral link")),
                Needs = ImportFile.Needing([Person], [PersonEmail], [EnrolledAt]),
            },
        ],
    };
}
