using Referrals.Exports.Writing;

namespace Referrals.Exports.Tables;

/// <summary>One file of an export while it is written.</summary>
internal abstract class ExportTable(string name, CsvWriter writer) : IAsyncDisposable
{
    internal string Name { get; } = name;

    internal long Rows => Writer.Rows;

    protected CsvWriter Writer { get; } = writer;

    internal static ExportTable Start(ExportFiles file, string name, Stream stream, bool hasMark)
    {
        return file switch
        {
            ExportFiles.People => new PeopleTable(name, Open(PeopleTable.Headings)),
            ExportFiles.Referrals => new ReferralTable(name, Open(ReferralTable.Headings)),
            ExportFiles.Conversions => new ConversionTable(name, Open(ConversionTable.Headings)),
            ExportFiles.Rewards => new RewardTable(name, Open(RewardTable.Headings)),
            ExportFiles.Balances => new BalanceTable(name, Open(BalanceTable.Headings)),
            _ => new FactTable(name, Open(FactTable.Headings)),
        };

        CsvWriter Open(string[] headings) => CsvWriter.Start(stream, hasMark, headings);
    }

    internal ValueTask FinishAsync(CancellationToken cancellationToken) => Writer.FlushAsync(cancellationToken);

    public ValueTask DisposeAsync() => Writer.DisposeAsync();
}

/// <summary>A file with rows about each person.</summary>
internal abstract class PersonTable(string name, CsvWriter writer) : ExportTable(name, writer)
{
    internal abstract ValueTask WriteAsync(ExportedPerson person, CancellationToken cancellationToken);
}
