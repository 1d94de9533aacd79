using System.Collections.Immutable;
using static Referrals.Imports.ImportField;

namespace Referrals.Imports.Sources;

/// <summary>Post Affiliate Pro: one backup with several tables, each behind a tag. Times are those of the installation.</summary>
internal static class PostAffiliateProSource
{
    internal static ImportSource Create() => new()
    {
        Name = "pap",
        Files =
        [
            new ImportFile
            {
                Name = "commissions",
                Section = "[[COMMISSIONS]]",
                Parts = ImportParts.People | ImportParts.Referrals | ImportParts.Conversions | ImportParts.Rewards,
                Columns = ImportFile.Headings(
                    (Reward, "TRANSID"), (Person, "USERID"), (RewardAmount, "COMMISSION"), (Status, "RSTATUS"), (ImportField.Type, "RTYPE"), (RewardedAt, "DATEINSERTED"),
                    (IsPaid, "PAYOUTSTATUS"), (Parent, "PARENTTRANSID"), (ImportField.Conversion, "ORDERID"), (ConversionAmount, "TOTALCOST"), (ConvertedAt, "DATEINSERTED")),
                Needs = ImportFile.Needing([Reward], [Person], [RewardAmount], [Status]),
                Statuses = ImportFile.Words(("A", RewardStanding.Earned), ("P", RewardStanding.Pending), ("D", RewardStanding.Void)),
                Reversals = ImmutableHashSet.Create(StringComparer.OrdinalIgnoreCase, "R", "H"),
            },
            new ImportFile
            {
                Name = "affiliates",
                Section = "[[AFFILIATES]]",
                Parts = ImportParts.People,
                Columns = ImportFile.Headings((Person, "USERID"), (PersonEmail, "USERNAME"), (Code, "REFID"), (EnrolledAt, "DATEAPPROVED|DATEINSERTED"), (LeaveOut, "DELETED")),
                Needs = ImportFile.Needing([Person], [Code]),
            },
        ],
    };
}
