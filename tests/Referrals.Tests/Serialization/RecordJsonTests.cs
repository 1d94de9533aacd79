using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using Referrals.Serialization;

namespace Referrals.Tests.Serialization;

/// <summary>What says nothing is not stored; read again, it is there as nothing and not as <c>null</c>.</summary>
public sealed class RecordJsonTests
{
    /// <summary>The types of records, and of whatever they hold.</summary>
    private static HashSet<Type> Stored
    {
        get
        {
            var found = new HashSet<Type>();
            var open = new Queue<Type>(Records);
            while (open.TryDequeue(out var type))
            {
                if (type is not { IsClass: true, IsAbstract: false } || type.Assembly != typeof(RecordJson).Assembly || type.IsGenericType || !found.Add(type))
                {
                    continue;
                }

                foreach (var member in Members(type))
                {
                    foreach (var part in member.PropertyType.GetGenericArguments().Append(member.PropertyType))
                    {
                        open.Enqueue(part);
                    }
                }
            }

            return found;
        }
    }

    private static IEnumerable<Type> Records => typeof(RecordJsonContext).GetCustomAttributesData()
        .Where(static attribute => attribute.AttributeType == typeof(JsonSerializableAttribute))
        .Select(static attribute => (Type)attribute.ConstructorArguments[0].Value!)
        .SelectMany(static type => type == typeof(ReferralInput)
            ? type.GetCustomAttributes<JsonDerivedTypeAttribute>().Select(static derived => derived.DerivedType)
            : [type])
        .Where(static type => type != typeof(Decision));

    private static IEnumerable<PropertyInfo> Members(Type type) => type
        .GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
        .Where(static member => member.GetMethod!.IsPublic || member.GetCustomAttribute<JsonIncludeAttribute>() is not null)
        .Where(static member => member.GetCustomAttribute<JsonIgnoreAttribute>() is not { Condition: JsonIgnoreCondition.Always });

    public static TheoryData<string> Collections => new(Stored.SelectMany(static type => Members(type)
        .Where(static member => member.PropertyType != typeof(string) && member.PropertyType.IsAssignableTo(typeof(IEnumerable)))
        .Where(static member => member is { CanWrite: true } && member.GetCustomAttribute<RequiredMemberAttribute>() is null)
        .Where(static member => new NullabilityInfoContext().Create(member).WriteState == NullabilityState.NotNull)
        .Select(member => $"{type.FullName}.{member.Name}")).Distinct());

    [Theory]
    [MemberData(nameof(Collections))]
    public void List_that_was_left_out_is_read_as_an_empty_one(string member)
    {
        var (type, name) = (typeof(RecordJson).Assembly.GetType(member[..member.LastIndexOf('.')])!, member[(member.LastIndexOf('.') + 1)..]);
        var property = type.GetProperty(name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)!;
        var record = RuntimeHelpers.GetUninitializedObject(type);

        property.SetValue(record, null);

        Assert.Empty((IEnumerable)property.GetValue(record)!);
    }
}
