using Referrals.Imports.Reading;

namespace Referrals.Imports.Applying;

/// <summary>Finds out whom the application means by people of the source.</summary>
internal sealed class PeopleResolver(ImportSource source, ImportOptions options)
{
    internal async ValueTask<IReadOnlyDictionary<ImportPerson, CustomerId>> ResolveAsync(IEnumerable<ReadRow> rows, CancellationToken cancellationToken)
    {
        var people = rows.SelectMany(static row => new[] { row.Person, row.Referee }).OfType<ImportPerson>().ToHashSet();
        return people.Count == 0 ? new Dictionary<ImportPerson, CustomerId>()
            : options.Customers is { } ask ? await ask(people, cancellationToken).ConfigureAwait(false)
            : people.Select(person => (Person: person, Id: Surrogate(person))).Where(static each => each.Id is not null)
                .ToDictionary(static each => each.Person, static each => each.Id!.Value);
    }

    internal static CustomerId? Find(
        IReadOnlyDictionary<ImportPerson, CustomerId> known, ImportPerson? person, ReadRow row, ImportField field, List<ImportFinding> findings)
    {
        if (person is null)
        {
            return null;
        }

        if (known.TryGetValue(person, out var customer) && !customer.IsDefault)
        {
            return customer;
        }

        var column = person.Id is not null ? field : field == ImportField.Person ? ImportField.PersonEmail : ImportField.RefereeEmail;
        findings.Add(new ImportFinding(ImportCodes.UnknownPerson, row.Raw.HeadingOf(column), ImportFinding.Quoted(row.Raw[column]), "a person whom ImportOptions.Customers knows"));
        return null;
    }

    /// <summary>
    /// Who somebody is without the application: a referred customer by the id in the file, which is the application's own; everybody else by what all files
    /// of the source have of them.
    /// </summary>
    private CustomerId? Surrogate(ImportPerson person)
    {
        if (person is { Side: Side.Referee, Id: { } own })
        {
            return CustomerId.From(own);
        }

        var byEmail = person.Email is not null && (source.KnowsPeopleByEmail || person.Id is null);
        return byEmail ? CustomerId.From($"{source.Name}:email:{RowInterpreter.Hash(RowInterpreter.Email(person.Email)!)}")
            : source.KnowsPeopleByEmail || person.Id is null ? null
            : CustomerId.TryFrom($"{source.Name}:{person.Id}", out var id) ? id
            : CustomerId.From($"{source.Name}:id:{RowInterpreter.Hash(person.Id)}");
    }
}
