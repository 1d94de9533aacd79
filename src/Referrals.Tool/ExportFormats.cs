using Referrals.Exports;
using Referrals.Exports.Payouts;
using Sylvan.Data.Csv;

namespace Referrals.Tool;

/// <summary>Exports as tables: what a program holds, or its payouts for a service that pays.</summary>
internal static class ExportFormats
{
    private const string Tables = "csv";

    internal static async Task<int> WriteAsync(CommandLine line, string format, TextWriter output, CancellationToken cancellationToken)
    {
        var payouts = PayoutFormat.All.FirstOrDefault(one => one.Name == format);
        if (payouts is null && format != Tables)
        {
            throw ToolException.Usage($"There is no format '{format}'. There are {string.Join(", ", PayoutFormat.All.Select(static one => one.Name).Prepend(Tables))}, and jsonl.");
        }

        var folder = line.Value("--output") ?? throw ToolException.Usage($"Into which folder? --to {format} takes --output FOLDER.");
        var recipients = payouts is null ? [] : Recipients(line.Value("--recipients") ?? throw ToolException.Usage($"Where does the money go? --to {format} takes --recipients FILE."));
        await using var source = await HistorySource.OpenAsync(line, null, cancellationToken).ConfigureAwait(false);
        if (payouts is null)
        {
            var written = await new ReferralExport(source.Engine).WriteFolderAsync(folder, ExportFiles.All, cancellationToken).ConfigureAwait(false);
            await output.WriteLineAsync(written.ToString()).ConfigureAwait(false);
            return ExitCodes.Fine;
        }

        var files = new PayoutFiles(payouts, (customers, _) => ValueTask.FromResult<IReadOnlyDictionary<CustomerId, PayoutRecipient>>(
            customers.Where(recipients.ContainsKey).ToDictionary(static one => one, one => recipients[one])))
        {
            Note = line.Value("--note"),
            Batch = line.Value("--batch"),
        };
        var report = await files.WriteFolderAsync(folder, source.Engine.Payouts.ListOpenAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        foreach (var file in report.Files)
        {
            await output.WriteLineAsync(file.ToString()).ConfigureAwait(false);
        }

        return report.NotWritten.IsEmpty ? ExitCodes.Fine
            : throw new ToolException(ExitCodes.Found, $"{report.NotWritten.Values.Sum()} payouts are in no file.\n{string.Join('\n', report.Listed)}");
    }

    private static Dictionary<CustomerId, PayoutRecipient> Recipients(string name)
    {
        if (!File.Exists(name))
        {
            throw ToolException.Unreadable($"There is no file '{name}'.");
        }

        var recipients = new Dictionary<CustomerId, PayoutRecipient>();
        using var csv = CsvDataReader.Create(name);
        var (customer, account, person, business) = (Column("customer_id"), Column("account"), Column("name"), Column("business"));
        if (customer < 0 || account < 0)
        {
            throw ToolException.Unreadable($"'{name}' has no columns customer_id and account.");
        }

        while (csv.Read())
        {
            if (!CustomerId.TryFrom(csv.GetString(customer), out var one) || !recipients.TryAdd(one, new PayoutRecipient(
                csv.GetString(account), person < 0 ? null : csv.GetString(person), business >= 0 && csv.GetString(business) is "yes" or "true" or "1")))
            {
                throw ToolException.Unreadable($"'{name}' row {csv.RowNumber}: '{csv.GetString(customer)}' is no customer, or stands there twice.");
            }
        }

        return recipients;

        int Column(string heading) => Enumerable.Range(0, csv.FieldCount).FirstOrDefault(i => csv.GetName(i).Trim('\uFEFF', ' ') == heading, -1);
    }
}
