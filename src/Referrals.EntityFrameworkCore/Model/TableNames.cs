using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Referrals.EntityFrameworkCore.Model;

/// <summary>The names of the five tables. Statements take them from the model, so that an application states them in one place.</summary>
internal sealed class TableNames
{
    internal TableNames(string? schema, string prefix)
    {
        Schema = schema;
        Prefix = prefix;
    }

    internal string? Schema { get; }

    internal string Prefix { get; }

    internal string Records => Prefix + "records";

    internal string Facts => Prefix + "facts";

    internal string Ledger => Prefix + "ledger";

    internal string Outbox => Prefix + "outbox";

    internal string Counters => Prefix + "counters";

    /// <summary>Reads the names that <see cref="ReferralsModel"/> wrote into a model.</summary>
    /// <exception cref="InvalidOperationException">The model knows nothing of referrals.</exception>
    internal static TableNames Of(IReadOnlyModel model, Type context)
    {
        var records = model.FindEntityType(typeof(RecordRow)) ?? throw new InvalidOperationException(
            $"The model of {context.Name} has no referral tables. Call modelBuilder.UseReferrals() in its OnModelCreating.");
        var name = records.GetTableName()!;
        return new TableNames(records.GetSchema(), name[..^"records".Length]);
    }

    internal static string Key(string table) => $"pk_{table}";

    internal static string Index(string table, string purpose) => $"ix_{table}_{purpose}";

    /// <summary>The table as SQL writes it.</summary>
    internal string Quoted(string table) => Schema is null ? $"\"{table}\"" : $"\"{Schema}\".\"{table}\"";
}
