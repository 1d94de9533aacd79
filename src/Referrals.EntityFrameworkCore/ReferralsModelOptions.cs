namespace Referrals.EntityFrameworkCore;

/// <summary>Where in the application's database the referral tables stand.</summary>
public sealed class ReferralsModelOptions
{
    /// <summary>The database schema of the tables. SQLite has none.</summary>
    /// <value>The default is <c>null</c>: the default schema of the connection.</value>
    public string? Schema { get; set; }

    /// <summary>What the names of the tables begin with.</summary>
    /// <value>The default is <c>referral_</c>, which gives <c>referral_records</c>, <c>referral_facts</c> and so on.</value>
    public string TablePrefix { get; set; } = "referral_";

    /// <summary>Names go into SQL text, so only letters, digits and underscores are let through, 40 at most.</summary>
    internal void Check()
    {
        CheckName(Schema, nameof(Schema), optional: true);
        CheckName(TablePrefix, nameof(TablePrefix), optional: false);
    }

    private static void CheckName(string? name, string option, bool optional)
    {
        var valid = name is null ? optional : name.Length <= 40 && name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_');
        if (!valid || (name?.Length == 0 && optional))
        {
            throw new ArgumentException(
                $"{option} is '{name}'; use at most 40 of the characters a-z, A-Z, 0-9 and '_'.", option);
        }
    }
}
