using System.Collections.Concurrent;
using System.Reflection;

namespace Referrals.Tests.Architecture.Reading;

/// <summary>What a type uses: in its declaration, its signatures, its attributes and the instructions of its methods.</summary>
/// <remarks>
/// Nested types, and with them closures, iterators and async state machines, count as the outer type. The generated members
/// of a record count too. Constants of other types are not seen, since the compiler copies their values; the
/// using directives of the file show those.
/// </remarks>
internal static class TypeUses
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly ConcurrentDictionary<Type, IReadOnlySet<MemberInfo>> MembersByType = new();

    /// <summary>The types that a type uses, each taken apart into its generic type and its type arguments.</summary>
    public static IReadOnlySet<Type> TypesUsedBy(Type type)
    {
        var used = new HashSet<Type>();
        foreach (var part in WithNested(type))
        {
            AddDeclaration(part, used);
            foreach (var member in MembersUsedByPart(part))
            {
                AddMember(member, used);
            }
        }

        return used;
    }

    /// <summary>The members that the instructions of a type name.</summary>
    public static IReadOnlySet<MemberInfo> MembersUsedBy(Type type) => MembersByType.GetOrAdd(
        type, static key => WithNested(key).SelectMany(MembersUsedByPart).ToHashSet());

    private static IEnumerable<Type> WithNested(Type type) =>
        type.GetNestedTypes(BindingFlags.Public | BindingFlags.NonPublic).SelectMany(WithNested).Prepend(type);

    private static IEnumerable<MemberInfo> MembersUsedByPart(Type type) => type.GetMethods(Declared)
        .Concat<MethodBase>(type.GetConstructors(Declared))
        .SelectMany(IlReader.MembersUsed);

    private static void AddDeclaration(Type type, HashSet<Type> used)
    {
        Add(type.BaseType, used);
        AddAll(type.GetInterfaces(), used);
        AddAll(type.GetGenericArguments().Where(argument => argument.IsGenericParameter).SelectMany(argument => argument.GetGenericParameterConstraints()), used);
        AddAttributes(type, used);
        foreach (var member in type.GetMembers(Declared))
        {
            AddAttributes(member, used);
            AddMember(member, used);
            if (member is MethodBase method && method.GetMethodBody() is { } body)
            {
                AddAll(body.LocalVariables.Select(variable => variable.LocalType), used);
                AddAll(body.ExceptionHandlingClauses.Where(clause => clause.Flags == ExceptionHandlingClauseOptions.Clause).Select(clause => clause.CatchType), used);
            }
        }
    }

    private static void AddMember(MemberInfo member, HashSet<Type> used)
    {
        Add(member as Type ?? member.DeclaringType, used);
        switch (member)
        {
            case FieldInfo field:
                Add(field.FieldType, used);
                break;
            case MethodInfo method:
                Add(method.ReturnType, used);
                AddAll(method.GetParameters().Select(parameter => parameter.ParameterType), used);
                AddAll(method.GetGenericArguments(), used);
                break;
            case ConstructorInfo constructor:
                AddAll(constructor.GetParameters().Select(parameter => parameter.ParameterType), used);
                break;
            default:
                break;
        }
    }

    private static void AddAttributes(MemberInfo member, HashSet<Type> used)
    {
        foreach (var attribute in member.GetCustomAttributesData())
        {
            Add(attribute.AttributeType, used);
            AddAll(attribute.ConstructorArguments.Select(argument => argument.Value).OfType<Type>(), used);
        }
    }

    private static void AddAll(IEnumerable<Type?> types, HashSet<Type> used)
    {
        foreach (var type in types)
        {
            Add(type, used);
        }
    }

    private static void Add(Type? type, HashSet<Type> used)
    {
        while (type is { HasElementType: true })
        {
            type = type.GetElementType();
        }

        if (type is null || type.IsGenericParameter)
        {
            return;
        }

        var plain = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        var isNew = used.Add(plain);
        if (type.IsConstructedGenericType)
        {
            AddAll(type.GetGenericArguments(), used);
        }
        else if (isNew && plain.DeclaringType is { } outer)
        {
            Add(outer, used);
        }
    }
}
